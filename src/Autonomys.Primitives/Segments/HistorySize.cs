namespace Autonomys.Primitives.Segments;

/// <summary>Number of archived segments, at least 1; history of size h ends with segment index h − 1.</summary>
public readonly partial record struct HistorySize(ulong Value) : IComparable<HistorySize>
{
    public int CompareTo(HistorySize other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(HistorySize left, HistorySize right) => left.Value < right.Value;

    public static bool operator >(HistorySize left, HistorySize right) => left.Value > right.Value;

    public static bool operator <=(HistorySize left, HistorySize right) => left.Value <= right.Value;

    public static bool operator >=(HistorySize left, HistorySize right) => left.Value >= right.Value;
}
