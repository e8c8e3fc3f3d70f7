using System.Text.Json;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.Primitives.Tests.Pieces;

public sealed class PieceIndexTests
{
    [Fact]
    public void Segment_and_position_equal_the_vectors()
    {
        foreach (JsonElement entry in Vectors.Json("primitives.json").GetProperty("piece_index").EnumerateArray())
        {
            PieceIndex index = new(entry.GetProperty("piece_index").GetUInt64());
            Assert.Equal(entry.GetProperty("segment_index").GetUInt64(), index.SegmentIndex.Value);
            Assert.Equal(entry.GetProperty("position").GetInt32(), index.Position);
            Assert.Equal(entry.GetProperty("is_source").GetBoolean(), index.IsSource);
            JsonElement sourcePosition = entry.GetProperty("source_position");
            Assert.Equal(sourcePosition.ValueKind == JsonValueKind.Null ? null : sourcePosition.GetInt32(), index.SourcePosition);
            JsonElement next = entry.GetProperty("next_source_index");
            Assert.Equal(next.ValueKind == JsonValueKind.Null ? null : new PieceIndex(next.GetUInt64()), index.NextSourceIndex);
            Assert.Equal(index, PieceIndex.FromSegment(index.SegmentIndex, index.Position));
        }
    }

    [Fact]
    public void Source_pieces_of_a_segment_come_first()
    {
        ulong[] expected =
        [
            .. Vectors.Json("primitives.json").GetProperty("segment_piece_indexes_source_first_of_segment_3")
                .EnumerateArray().Select(value => value.GetUInt64()),
        ];
        Assert.Equal(expected, new SegmentIndex(3).PieceIndexesSourceFirst().Select(index => index.Value));
        Assert.Equal(expected.Min(), new SegmentIndex(3).FirstPieceIndex.Value);
        Assert.Equal(expected.Max(), new SegmentIndex(3).LastPieceIndex.Value);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(256)]
    public void A_position_outside_the_segment_is_refused(int position) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PieceIndex.FromSegment(new(0), position));
}
