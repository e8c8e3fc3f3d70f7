using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Json;
using Autonomys.Primitives.Segments;

namespace Autonomys.Primitives.Pieces;

/// <summary>Index of a piece in the whole history: segment index × 256 + position in the segment.</summary>
[JsonConverter(typeof(UInt64ValueJsonConverter<PieceIndex>))]
public readonly partial record struct PieceIndex(ulong Value) : IUInt64Value<PieceIndex>
{
    public static PieceIndex From(ulong value) => new(value);

    public int CompareTo(PieceIndex other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(PieceIndex left, PieceIndex right) => left.Value < right.Value;

    public static bool operator >(PieceIndex left, PieceIndex right) => left.Value > right.Value;

    public static bool operator <=(PieceIndex left, PieceIndex right) => left.Value <= right.Value;

    public static bool operator >=(PieceIndex left, PieceIndex right) => left.Value >= right.Value;

    /// <summary>The segment that the piece belongs to.</summary>
    public SegmentIndex SegmentIndex => new(Value / SegmentLayout.Pieces);

    /// <summary>Position in the segment, 0 to 255.</summary>
    public int Position => (int)(Value % SegmentLayout.Pieces);

    /// <summary>Whether the piece holds recorded history (even positions) rather than parity.</summary>
    public bool IsSource => Value % 2 == 0;

    /// <summary>Position among the 128 source pieces of the segment; null for a parity piece.</summary>
    public int? SourcePosition => IsSource ? Position / 2 : null;

    /// <summary>The source piece that follows a source piece; null for a parity piece.</summary>
    public PieceIndex? NextSourceIndex => IsSource ? new(checked(Value + 2)) : null;

    /// <param name="segmentIndex">The segment.</param>
    /// <param name="position">Position in the segment, 0 to 255.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is not 0 to 255.</exception>
    public static PieceIndex FromSegment(SegmentIndex segmentIndex, int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, SegmentLayout.Pieces);
        return new(checked((segmentIndex.Value * SegmentLayout.Pieces) + (uint)position));
    }
}
