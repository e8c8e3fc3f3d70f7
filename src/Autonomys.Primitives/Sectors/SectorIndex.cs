using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.Sectors;

/// <summary>Index of a sector in a farm.</summary>
[JsonConverter(typeof(UInt16ValueJsonConverter<SectorIndex>))]
public readonly partial record struct SectorIndex(ushort Value) : IUInt16Value<SectorIndex>
{
    public static SectorIndex From(ushort value) => new(value);

    public int CompareTo(SectorIndex other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(SectorIndex left, SectorIndex right) => left.Value < right.Value;

    public static bool operator >(SectorIndex left, SectorIndex right) => left.Value > right.Value;

    public static bool operator <=(SectorIndex left, SectorIndex right) => left.Value <= right.Value;

    public static bool operator >=(SectorIndex left, SectorIndex right) => left.Value >= right.Value;
}
