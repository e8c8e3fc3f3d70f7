using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.Solutions;

/// <summary>Number of a slot; one slot per proof of time.</summary>
[JsonConverter(typeof(UInt64ValueJsonConverter<SlotNumber>))]
public readonly partial record struct SlotNumber(ulong Value) : IUInt64Value<SlotNumber>
{
    public static SlotNumber From(ulong value) => new(value);

    public int CompareTo(SlotNumber other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(SlotNumber left, SlotNumber right) => left.Value < right.Value;

    public static bool operator >(SlotNumber left, SlotNumber right) => left.Value > right.Value;

    public static bool operator <=(SlotNumber left, SlotNumber right) => left.Value <= right.Value;

    public static bool operator >=(SlotNumber left, SlotNumber right) => left.Value >= right.Value;
}
