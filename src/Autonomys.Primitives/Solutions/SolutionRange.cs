namespace Autonomys.Primitives.Solutions;

/// <summary>Largest bidirectional distance, doubled, at which a chunk wins.</summary>
public readonly partial record struct SolutionRange(ulong Value) : IComparable<SolutionRange>
{
    public int CompareTo(SolutionRange other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(SolutionRange left, SolutionRange right) => left.Value < right.Value;

    public static bool operator >(SolutionRange left, SolutionRange right) => left.Value > right.Value;

    public static bool operator <=(SolutionRange left, SolutionRange right) => left.Value <= right.Value;

    public static bool operator >=(SolutionRange left, SolutionRange right) => left.Value >= right.Value;
}
