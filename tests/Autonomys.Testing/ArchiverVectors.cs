using System.Text.Json;
using Autonomys.Archiving;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Testing;

/// <summary>The three segments of archiver.json with all their pieces, made from the blocks and the listed commitments.</summary>
public static class ArchiverVectors
{
    private static readonly Lazy<JsonElement> Vector = new(() => Vectors.Json("archiver.json"));
    private static readonly Lazy<ArchivedSegment>[] Made =
        [.. Enumerable.Range(0, Count).Select(index => new Lazy<ArchivedSegment>(() => Make(index)))];

    /// <summary>Number of segments.</summary>
    public const int Count = 3;

    public static JsonElement Json => Vector.Value;

    /// <summary>
    /// Segment <paramref name="index"/>, 0 to 2; made in about two seconds at the first call and kept (270 MB).
    /// Do not change its pieces: <see cref="Piece.Clone"/>.
    /// </summary>
    public static ArchivedSegment Segment(int index) => Made[index].Value;

    /// <summary>Piece of any of the segments.</summary>
    public static Piece Piece(PieceIndex index) => Segment((int)index.SegmentIndex.Value).Pieces[index.Position];

    public static SegmentHeader Header(int index) =>
        Scale.Decode<SegmentHeader>(Json.GetProperty("segments")[index].Hex("segment_header_scale"));

    /// <summary>Archived form of block <paramref name="number"/>.</summary>
    public static byte[] Block(int number) =>
        Vectors.Bytes($"block-{number}", Json.GetProperty("block_lens")[number].GetInt32());

    /// <summary>The segment alone, resumed from the one before.</summary>
    private static ArchivedSegment Make(int index)
    {
        ListedCommitter committer = new(Json.GetProperty("segments"));
        Archiver archiver;
        int block = 0;
        if (index == 0)
        {
            archiver = new(committer);
        }
        else
        {
            SegmentHeader previous = Header(index - 1);
            block = (int)previous.LastArchivedBlock.Number;
            archiver = Archiver.Resume(previous, Block(block), committer);
            block++;
        }

        for (; ; block++)
        {
            archiver.Append(Block(block));
            if (archiver.ArchiveNext() is { } segment)
            {
                return segment;
            }
        }
    }
}
