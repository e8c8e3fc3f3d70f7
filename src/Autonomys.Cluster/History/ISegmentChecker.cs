using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.History;

/// <summary>Checks the pieces of a segment that came from elsewhere before they are kept.</summary>
public interface ISegmentChecker
{
    /// <summary>Why the pieces are not those of the segment, or null when all 256 are.</summary>
    string? FindFault(IReadOnlyList<Piece> pieces, SegmentCommitment commitment, CancellationToken cancellationToken);
}
