using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.Solutions;

/// <summary>Largest bidirectional distance, doubled, at which a chunk wins.</summary>
[JsonConverter(typeof(UInt64ValueJsonConverter<SolutionRange>))]
public readonly partial record struct SolutionRange(ulong Value) : IUInt64Value<SolutionRange>
{
    public static SolutionRange From(ulong value) => new(value);

    public int CompareTo(SolutionRange other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(SolutionRange left, SolutionRange right) => left.Value < right.Value;

    public static bool operator >(SolutionRange left, SolutionRange right) => left.Value > right.Value;

    public static bool operator <=(SolutionRange left, SolutionRange right) => left.Value <= right.Value;

    public static bool operator >=(SolutionRange left, SolutionRange right) => left.Value >= right.Value;
}
