using System.Text.Json;
using Autonomys.Archiving.Reconstruction;
using Autonomys.Archiving.Segments;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.Archiving.Tests.Reconstruction;

public class BlockReconstructorTests
{
    [Fact]
    public void Blocks_come_back_from_any_half_of_the_pieces_as_in_the_vector()
    {
        BlockReconstructor reconstructor = new();
        foreach (JsonElement added in ArchiverVectors.Json.GetProperty("reconstruction").GetProperty("added").EnumerateArray())
        {
            int index = added.GetProperty("segment").GetInt32();
            Piece?[] half =
            [
                .. ArchiverVectors.Segment(index).Pieces.Select((piece, position) => index switch
                {
                    0 => position % 2 == 0,
                    1 => position % 2 == 1,
                    _ => position >= 128,
                } ? piece : null),
            ];

            ReconstructedContents contents = reconstructor.AddPieces(half);

            JsonElement header = added.GetProperty("segment_header_found");
            Assert.Equal(
                header.ValueKind == JsonValueKind.Null ? null : header.Hex(),
                contents.ParentHeader is { } parent ? Scale.Encode(parent) : null);
            JsonElement[] blocks = [.. added.GetProperty("blocks").EnumerateArray()];
            Assert.Equal(blocks.Length, contents.Blocks.Count);
            foreach ((JsonElement expected, ReconstructedBlock block) in blocks.Zip(contents.Blocks))
            {
                Assert.Equal(expected.GetProperty("number").GetUInt32(), block.Number);
                Assert.Equal(expected.GetProperty("len").GetInt32(), block.Bytes.Length);
                Assert.Equal(expected.Hex("blake3"), Blake3.Hash(block.Bytes.Span).ToArray());
                Assert.True(expected.GetProperty("equals_input").GetBoolean());
            }
        }
    }

    [Fact]
    public void Blocks_cut_where_nothing_or_all_of_them_fits_come_back_too()
    {
        // Block 1 begins with no byte in segment 0, and ends exactly with segment 1; block 2 follows.
        int restOfSegment = SegmentLayout.RecordedSize - 1 - 99 - 5;
        byte[][] blocks =
        [
            Vectors.Bytes("cut-0", SegmentLayout.RecordedSize - 1 - 5 - 3 - 2),
            Vectors.Bytes("cut-1", restOfSegment),
            Vectors.Bytes("cut-2", SegmentLayout.RecordedSize),
        ];
        HistoryBuffer buffer = new();
        BlockReconstructor reconstructor = new();
        BlockReconstructor late = new();
        List<ReconstructedBlock> back = [];
        List<RecordedSegment> segments = [];
        foreach (byte[] block in blocks)
        {
            buffer.Append(block);
            while (buffer.TryTake() is { } segment)
            {
                segments.Add(segment);
                back.AddRange(reconstructor.AddSegment(segment.Bytes).Blocks);
                buffer.Complete(new(segment.SegmentIndex, default, segment.PrevSegmentHeaderHash, segment.LastArchivedBlock));
            }
        }

        Assert.Equal(3, segments.Count);
        Assert.Equal([0u, 1u], back.Select(block => block.Number));
        Assert.All(back, block => Assert.True(block.Bytes.Span.SequenceEqual(blocks[block.Number])));

        // From the middle: the block that is cut before is left out.
        Assert.Empty(late.AddSegment(segments[1].Bytes).Blocks);
        Assert.Throws<SegmentFormatException>(() => late.AddSegment(segments[1].Bytes));
        Assert.Throws<SegmentFormatException>(() => late.AddSegment(new byte[5]));
        Assert.Equal(new SegmentIndex(1), late.AddSegment(segments[2].Bytes).ParentHeader!.SegmentIndex);
    }

    [Fact]
    public void Pieces_that_are_too_few_or_no_sources_are_refused()
    {
        SegmentReconstructor reconstructor = new();
        IReadOnlyList<Piece> pieces = ArchiverVectors.Segment(0).Pieces;
        Assert.Throws<ArgumentException>(() => reconstructor.Reconstruct([.. pieces.Take(255)]));
        Assert.Throws<ReconstructionException>(() => reconstructor.Reconstruct(
            [.. pieces.Select((piece, position) => position < 127 ? piece : null)]));
        Piece swapped = pieces[1];
        Assert.Throws<ReconstructionException>(() => reconstructor.Reconstruct(
            [.. pieces.Select((piece, position) => position == 4 ? swapped : piece)]));
    }
}
