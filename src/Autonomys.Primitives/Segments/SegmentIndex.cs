using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Json;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Primitives.Segments;

/// <summary>Index of a segment of the archived history, from 0.</summary>
[JsonConverter(typeof(UInt64ValueJsonConverter<SegmentIndex>))]
public readonly partial record struct SegmentIndex(ulong Value) : IUInt64Value<SegmentIndex>
{
    public static SegmentIndex From(ulong value) => new(value);

    public int CompareTo(SegmentIndex other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(SegmentIndex left, SegmentIndex right) => left.Value < right.Value;

    public static bool operator >(SegmentIndex left, SegmentIndex right) => left.Value > right.Value;

    public static bool operator <=(SegmentIndex left, SegmentIndex right) => left.Value <= right.Value;

    public static bool operator >=(SegmentIndex left, SegmentIndex right) => left.Value >= right.Value;

    /// <summary>History whose last segment this is.</summary>
    public HistorySize HistorySize => new(checked(Value + 1));

    public PieceIndex FirstPieceIndex => PieceIndex.FromSegment(this, 0);

    public PieceIndex LastPieceIndex => PieceIndex.FromSegment(this, SegmentLayout.Pieces - 1);

    /// <summary>The 256 piece indexes of the segment: the 128 source pieces in order, then the parity pieces in order.</summary>
    public PieceIndex[] PieceIndexesSourceFirst()
    {
        PieceIndex[] indexes = new PieceIndex[SegmentLayout.Pieces];
        for (int i = 0; i < SegmentLayout.RawRecords; i++)
        {
            indexes[i] = PieceIndex.FromSegment(this, 2 * i);
            indexes[SegmentLayout.RawRecords + i] = PieceIndex.FromSegment(this, (2 * i) + 1);
        }

        return indexes;
    }
}
