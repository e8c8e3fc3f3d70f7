using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving.Segments;

/// <summary>Commits to the records of a segment.</summary>
public interface ISegmentCommitter
{
    /// <summary>
    /// Fills the commitments and witnesses of 256 pieces, whose records are there, and returns the commitment to the segment.
    /// </summary>
    SegmentCommitment Commit(
        SegmentIndex segmentIndex,
        IReadOnlyList<Piece> pieces,
        IProgress<ArchivingProgress>? progress,
        CancellationToken cancellationToken);
}
