using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.Sectors;

/// <summary>One of the 65,536 s-buckets of a sector.</summary>
[JsonConverter(typeof(UInt16ValueJsonConverter<SBucket>))]
public readonly partial record struct SBucket(ushort Value) : IUInt16Value<SBucket>
{
    public static SBucket From(ushort value) => new(value);

    public int CompareTo(SBucket other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(SBucket left, SBucket right) => left.Value < right.Value;

    public static bool operator >(SBucket left, SBucket right) => left.Value > right.Value;

    public static bool operator <=(SBucket left, SBucket right) => left.Value <= right.Value;

    public static bool operator >=(SBucket left, SBucket right) => left.Value >= right.Value;
}
