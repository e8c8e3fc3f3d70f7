using Autonomys.Archiving.Segments;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving;

/// <summary>
/// Turns the chain's blocks, in order from the genesis block, into archived segments. Not thread-safe; uses several threads.
/// </summary>
public sealed class Archiver
{
    private readonly ISegmentCommitter _committer;
    private readonly SegmentErasureCoder _coder;
    private readonly HistoryBuffer _buffer;
    // Taken from the buffer and not finished: work that was cancelled starts again from here.
    private RecordedSegment? _taken;

    /// <param name="committer">Commits to the records.</param>
    /// <param name="threads">Threads to use at once; 0 for one per processor.</param>
    public Archiver(ISegmentCommitter committer, int threads = 0)
        : this(committer, threads, new HistoryBuffer())
    {
    }

    private Archiver(ISegmentCommitter committer, int threads, HistoryBuffer buffer)
    {
        _committer = committer;
        _coder = new SegmentErasureCoder(threads);
        _buffer = buffer;
    }

    /// <summary>Number of the last block of which something is archived; null before the first segment.</summary>
    public uint? LastArchivedBlockNumber => _buffer.LastArchivedBlockNumber;

    /// <summary>Bytes collected for the next segment, of <see cref="SegmentLayout.RecordedSize"/>.</summary>
    public long PendingBytes => _taken is null ? _buffer.EncodedSize : SegmentLayout.RecordedSize;

    /// <summary>Goes on after the last finished segment; the blocks that follow its last archived block must be added next.</summary>
    /// <param name="lastHeader">Header of the last finished segment.</param>
    /// <param name="lastBlock">Encoding of its last archived block; unused when that block is complete.</param>
    /// <param name="committer">Commits to the records.</param>
    /// <param name="threads">Threads to use at once; 0 for one per processor.</param>
    /// <exception cref="ArgumentException">The block has no more bytes than the header says are archived.</exception>
    public static Archiver Resume(
        SegmentHeader lastHeader, ReadOnlyMemory<byte> lastBlock, ISegmentCommitter committer, int threads = 0) =>
        new(committer, threads, new HistoryBuffer(lastHeader, lastBlock));

    /// <summary>Adds the next block and finishes every segment that is due; most blocks finish none.</summary>
    /// <param name="block">The block's archived form; kept, not copied.</param>
    /// <param name="progress">Told from several threads.</param>
    /// <param name="cancellationToken">
    /// Cancels the segment's work. The block stays added: go on with <see cref="ArchiveNext"/>.
    /// </param>
    /// <exception cref="ArgumentException">The block is empty.</exception>
    public IReadOnlyList<ArchivedSegment> AddBlock(
        ReadOnlyMemory<byte> block, IProgress<ArchivingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        _buffer.Append(block);
        List<ArchivedSegment> segments = [];
        while (ArchiveNext(progress, cancellationToken) is { } segment)
        {
            segments.Add(segment);
        }

        return segments;
    }

    /// <summary>Adds the next block, leaving the segments that are due to <see cref="ArchiveNext"/>.</summary>
    public void Append(ReadOnlyMemory<byte> block) => _buffer.Append(block);

    /// <summary>Finishes the next segment; null when there are not enough blocks for it.</summary>
    public ArchivedSegment? ArchiveNext(IProgress<ArchivingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        _taken ??= _buffer.TryTake();
        if (_taken is null)
        {
            return null;
        }

        Piece[] pieces = _coder.Encode(_taken, progress, cancellationToken);
        SegmentCommitment commitment = _committer.Commit(_taken.SegmentIndex, pieces, progress, cancellationToken);
        SegmentHeader header = new(_taken.SegmentIndex, commitment, _taken.PrevSegmentHeaderHash, _taken.LastArchivedBlock);
        _buffer.Complete(header);
        _taken = null;
        return new(header, pieces);
    }
}
