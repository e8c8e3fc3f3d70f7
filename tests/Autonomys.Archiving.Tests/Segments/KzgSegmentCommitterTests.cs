using System.Text.Json;
using Autonomys.Archiving.Segments;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.Archiving.Tests.Segments;

/// <summary>Full commitments of whole segments. About a CPU minute each: run with <c>-explicit only</c>.</summary>
public class KzgSegmentCommitterTests
{
    public static TheoryData<int> EdgeCases =>
        [.. Enumerable.Range(0, Vectors.Json("archiver_edge.json").GetProperty("cases").GetArrayLength())];

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void All_commitments_and_witnesses_of_segment_0_are_those_of_the_vector()
    {
        Archiver archiver = new(new KzgSegmentCommitter(EthereumKzg.OrSkip()));
        ArchivedSegment segment = Assert.Single(archiver.AddBlock(ArchiverVectors.Block(0)));
        ArchivedSegment expected = ArchiverVectors.Segment(0);
        Assert.Equal(expected.Header, segment.Header);
        for (int position = 0; position < SegmentLayout.Pieces; position++)
        {
            Assert.True(segment.Pieces[position].Equals(expected.Pieces[position]), $"Piece {position}.");
        }
    }

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(EdgeCases))]
    public void Whole_edge_segments_are_those_of_the_vector(int index)
    {
        JsonElement expected = Vectors.Json("archiver_edge.json").GetProperty("cases")[index];
        Archiver archiver = new(new KzgSegmentCommitter(EthereumKzg.OrSkip()));
        List<ArchivedSegment> segments =
        [
            .. archiver.AddBlock(Vectors.Bytes("edge-0", expected.GetProperty("block_0_len").GetInt32())),
            .. archiver.AddBlock(Vectors.Bytes("edge-1", expected.GetProperty("block_1_len").GetInt32())),
        ];
        ArchivedSegment segment = Assert.Single(segments);
        Assert.Equal(expected.Hex("segment_header_scale"), Scale.Encode(segment.Header));
        Assert.Equal(expected.Hex("all_pieces_blake3"), HashOfAll(segment.Pieces));
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Resumed_segment_has_the_header_of_the_vector()
    {
        JsonElement reconstruction = ArchiverVectors.Json.GetProperty("reconstruction");
        JsonElement incremental = reconstruction.GetProperty("incremental");
        JsonElement next = reconstruction.GetProperty("with_initial_state_gives_same_next_segment");
        Archiver archiver = new(new KzgSegmentCommitter(EthereumKzg.OrSkip()));
        ArchivedSegment first = ArchiveNext(archiver, "inc-", 0);
        Assert.Equal(incremental.Hex("segment_header_scale"), Scale.Encode(first.Header));
        Assert.Equal(incremental.Hex("segment_header_hash"), first.Header.Hash().ToArray());
        Assert.Equal(incremental.Hex("pieces_concat_blake3"), HashOfAll(first.Pieces));
        Assert.Equal(
            next.GetProperty("last_archived_block").Deserialize<LastArchivedBlock>(JsonSerializerOptions.Web),
            first.Header.LastArchivedBlock);
    }

    private static ArchivedSegment ArchiveNext(Archiver archiver, string label, int block)
    {
        for (; ; block++)
        {
            if (archiver.AddBlock(Vectors.Bytes($"{label}{block}", 10 << 20)) is [{ } segment])
            {
                return segment;
            }
        }
    }

    private static byte[] HashOfAll(IReadOnlyList<Piece> pieces)
    {
        Blake3Hasher hasher = Blake3Hasher.Create();
        foreach (Piece piece in pieces)
        {
            hasher.Update(piece.Bytes);
        }

        return hasher.Finish().ToArray();
    }
}
