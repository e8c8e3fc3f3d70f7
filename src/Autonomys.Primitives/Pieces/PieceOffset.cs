namespace Autonomys.Primitives.Pieces;

/// <summary>Position of a piece in a sector.</summary>
public readonly partial record struct PieceOffset(ushort Value) : IComparable<PieceOffset>
{
    public int CompareTo(PieceOffset other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(PieceOffset left, PieceOffset right) => left.Value < right.Value;

    public static bool operator >(PieceOffset left, PieceOffset right) => left.Value > right.Value;

    public static bool operator <=(PieceOffset left, PieceOffset right) => left.Value <= right.Value;

    public static bool operator >=(PieceOffset left, PieceOffset right) => left.Value >= right.Value;
}
