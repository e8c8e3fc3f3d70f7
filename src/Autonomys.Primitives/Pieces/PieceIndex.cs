namespace Autonomys.Primitives.Pieces;

/// <summary>Index of a piece in the whole history: segment index × 256 + position in the segment.</summary>
public readonly partial record struct PieceIndex(ulong Value) : IComparable<PieceIndex>
{
    public int CompareTo(PieceIndex other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(PieceIndex left, PieceIndex right) => left.Value < right.Value;

    public static bool operator >(PieceIndex left, PieceIndex right) => left.Value > right.Value;

    public static bool operator <=(PieceIndex left, PieceIndex right) => left.Value <= right.Value;

    public static bool operator >=(PieceIndex left, PieceIndex right) => left.Value >= right.Value;
}
