namespace Autonomys.Primitives.Segments;

/// <summary>Index of a segment of the archived history, from 0.</summary>
public readonly partial record struct SegmentIndex(ulong Value) : IComparable<SegmentIndex>
{
    public int CompareTo(SegmentIndex other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(SegmentIndex left, SegmentIndex right) => left.Value < right.Value;

    public static bool operator >(SegmentIndex left, SegmentIndex right) => left.Value > right.Value;

    public static bool operator <=(SegmentIndex left, SegmentIndex right) => left.Value <= right.Value;

    public static bool operator >=(SegmentIndex left, SegmentIndex right) => left.Value >= right.Value;
}
