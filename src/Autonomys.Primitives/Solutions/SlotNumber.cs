namespace Autonomys.Primitives.Solutions;

/// <summary>Number of a slot; one slot per proof of time.</summary>
public readonly partial record struct SlotNumber(ulong Value) : IComparable<SlotNumber>
{
    public int CompareTo(SlotNumber other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(SlotNumber left, SlotNumber right) => left.Value < right.Value;

    public static bool operator >(SlotNumber left, SlotNumber right) => left.Value > right.Value;

    public static bool operator <=(SlotNumber left, SlotNumber right) => left.Value <= right.Value;

    public static bool operator >=(SlotNumber left, SlotNumber right) => left.Value >= right.Value;
}
