namespace Autonomys.Primitives.Sectors;

/// <summary>One of the 65,536 s-buckets of a sector.</summary>
public readonly partial record struct SBucket(ushort Value) : IComparable<SBucket>
{
    public int CompareTo(SBucket other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(SBucket left, SBucket right) => left.Value < right.Value;

    public static bool operator >(SBucket left, SBucket right) => left.Value > right.Value;

    public static bool operator <=(SBucket left, SBucket right) => left.Value <= right.Value;

    public static bool operator >=(SBucket left, SBucket right) => left.Value >= right.Value;
}
