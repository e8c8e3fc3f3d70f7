using System.Text.Json;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.Archiving.Tests;

public class ArchiverTests
{
    public static TheoryData<int> Segments => [.. Enumerable.Range(0, ArchiverVectors.Count)];

    [Theory]
    [MemberData(nameof(Segments))]
    public void Every_piece_of_a_segment_is_that_of_the_vector(int index)
    {
        JsonElement expected = ArchiverVectors.Json.GetProperty("segments")[index];
        ArchivedSegment segment = ArchiverVectors.Segment(index);

        Assert.Equal(expected.Hex("segment_header_scale"), Scale.Encode(segment.Header));
        JsonElement hashes = expected.GetProperty("pieces_blake3");
        Assert.Equal(SegmentLayout.Pieces, hashes.GetArrayLength());
        Assert.Equal(SegmentLayout.Pieces, segment.Pieces.Count);
        for (int position = 0; position < SegmentLayout.Pieces; position++)
        {
            Assert.Equal(hashes[position].Hex(), Blake3.Hash(segment.Pieces[position].Bytes).ToArray());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    public void Whole_pieces_are_those_of_the_files(int position)
    {
        byte[] expected = File.ReadAllBytes(Vectors.PathOf($"archiver-segment0-piece{position}.bin"));
        Assert.True(ArchiverVectors.Segment(0).Pieces[position].Bytes.SequenceEqual(expected));
    }

    [Fact]
    public void Cancelled_work_goes_on_where_it_was()
    {
        using CancellationTokenSource cancellation = new();
        FailingOnceCommitter committer = new(cancellation);
        Archiver archiver = new(committer, threads: 2);
        Progress progress = new();

        Assert.ThrowsAny<OperationCanceledException>(() =>
            archiver.AddBlock(ArchiverVectors.Block(0), progress, cancellation.Token));
        Assert.Equal(SegmentLayout.RecordedSize, archiver.PendingBytes);
        ArchivedSegment? segment = archiver.ArchiveNext();

        Assert.NotNull(segment);
        Assert.Equal(0u, archiver.LastArchivedBlockNumber);
        Assert.Null(archiver.ArchiveNext());
        Assert.True(segment.Pieces[1].Record.SequenceEqual(ArchiverVectors.Segment(0).Pieces[1].Record));
        Assert.Equal(new ArchivingProgress(default, ArchivingStage.ErasureCoding, 512, 512), progress.Highest);
        Assert.Throws<ArgumentException>(() => archiver.AddBlock(default));
    }

    private sealed class Progress : IProgress<ArchivingProgress>
    {
        internal ArchivingProgress Highest { get; private set; }

        public void Report(ArchivingProgress value)
        {
            lock (this)
            {
                Highest = value.Done > Highest.Done ? value : Highest;
            }
        }
    }

    private sealed class FailingOnceCommitter(CancellationTokenSource cancellation) : Archiving.Segments.ISegmentCommitter
    {
        public SegmentCommitment Commit(
            SegmentIndex segmentIndex,
            IReadOnlyList<Piece> pieces,
            IProgress<ArchivingProgress>? progress,
            CancellationToken cancellationToken)
        {
            cancellation.Cancel();
            cancellationToken.ThrowIfCancellationRequested();
            return default;
        }
    }
}
