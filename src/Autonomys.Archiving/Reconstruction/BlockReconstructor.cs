using System.Buffers;
using Autonomys.Archiving.Segments;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving.Reconstruction;

/// <summary>
/// Gives the chain's blocks back from consecutive segments, from any segment on; a block that began before the first segment
/// given is left out. Not thread-safe.
/// </summary>
/// <remarks>
/// The network's reference loses a block of which the segment before had no byte yet, and numbers a block 0 that ends exactly
/// with a segment. Here both come back.
/// </remarks>
/// <param name="threads">Threads to use at once; 0 for one per processor.</param>
public sealed class BlockReconstructor(int threads = 0)
{
    private readonly SegmentReconstructor _segments = new(threads);
    private SegmentIndex? _expected;
    // A block that has begun, and whose end has not been seen.
    private ArrayBufferWriter<byte>? _partial;

    /// <summary>Adds the next segment from any 128 of its 256 pieces.</summary>
    /// <param name="pieces">256 entries in order of position; null where a piece is missing.</param>
    /// <param name="cancellationToken">Cancels the work; the segment is then not added.</param>
    /// <exception cref="ReconstructionException">Fewer than 128 pieces, or records that cannot be a segment's.</exception>
    /// <exception cref="SegmentFormatException">Not a segment, or not the next one.</exception>
    public ReconstructedContents AddPieces(IReadOnlyList<Piece?> pieces, CancellationToken cancellationToken = default) =>
        AddSegment(_segments.Reconstruct(pieces, cancellationToken));

    /// <summary>Adds the next segment's recorded history; blocks that come back may be slices of it.</summary>
    /// <exception cref="SegmentFormatException">Not a segment, or not the next one; nothing is added then.</exception>
    public ReconstructedContents AddSegment(ReadOnlyMemory<byte> recordedSegment)
    {
        if (!SegmentContents.TryRead(recordedSegment, out SegmentContents? contents))
        {
            throw new SegmentFormatException("The bytes are not a recorded history segment.");
        }

        SegmentIndex index = contents.Parent is { } parent && parent.SegmentIndex.Value < ulong.MaxValue
            ? new(parent.SegmentIndex.Value + 1)
            : default;
        RequireNext(index, contents);
        List<ReconstructedBlock> blocks = [];
        uint number = contents.Parent is null ? 0 : AddBlockCutBefore(contents, blocks);
        foreach (ReadOnlyMemory<byte> block in contents.Blocks)
        {
            blocks.Add(new(number, block));
            number = unchecked(number + 1);
        }

        if (contents.Start is { } start)
        {
            _partial = new();
            _partial.Write(start.Span);
        }

        _expected = new(unchecked(index.Value + 1));
        return new(contents.Parent, blocks);
    }

    private void RequireNext(SegmentIndex index, SegmentContents contents)
    {
        if (_expected is { } expected && expected != index)
        {
            throw new SegmentFormatException($"Segment {expected} must come next, this is segment {index}.");
        }

        if (_partial is { } partial
            && contents.Parent?.LastArchivedBlock.Progress.PartialBytes is { } archived
            && archived != partial.WrittenCount)
        {
            throw new SegmentFormatException(
                $"Segment {index} goes on after {archived} bytes of a block of which the segments before have {partial.WrittenCount}.");
        }
    }

    // Finishes or extends the block that the segments before began; the number of the block after it.
    private uint AddBlockCutBefore(SegmentContents contents, List<ReconstructedBlock> blocks)
    {
        uint number = contents.Parent!.LastArchivedBlock.Number;
        if (contents.Continuation is { } continuation)
        {
            _partial?.Write(continuation.Span);
            if (contents is { Blocks.Count: 0, Start: null, Padding: 0 })
            {
                // The segment is full: the next one's header says whether the block is.
                return number;
            }
        }

        if (_partial is { } finished)
        {
            blocks.Add(new(number, finished.WrittenMemory));
            _partial = null;
        }

        return unchecked(number + 1);
    }
}
