namespace Autonomys.Primitives.Sectors;

/// <summary>Index of a sector in a farm.</summary>
public readonly partial record struct SectorIndex(ushort Value) : IComparable<SectorIndex>
{
    public int CompareTo(SectorIndex other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(SectorIndex left, SectorIndex right) => left.Value < right.Value;

    public static bool operator >(SectorIndex left, SectorIndex right) => left.Value > right.Value;

    public static bool operator <=(SectorIndex left, SectorIndex right) => left.Value <= right.Value;

    public static bool operator >=(SectorIndex left, SectorIndex right) => left.Value >= right.Value;
}
