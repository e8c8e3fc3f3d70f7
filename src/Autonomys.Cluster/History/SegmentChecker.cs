using Autonomys.Archiving;
using Autonomys.Archiving.Reconstruction;
using Autonomys.Archiving.Segments;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.History;

/// <summary>Checks the pieces of a segment that came from elsewhere before they are kept.</summary>
public sealed class SegmentChecker(PieceVerifier verifier, PiecesReconstructor reconstructor)
{
    /// <summary>Why the pieces are not those of the segment, or null when all 256 are.</summary>
    public string? FindFault(IReadOnlyList<Piece> pieces, SegmentCommitment commitment, CancellationToken cancellationToken)
    {
        int wrong = int.MaxValue;
        Lock found = new();
        Parallel.For(0, pieces.Count, new ParallelOptions { CancellationToken = cancellationToken }, position =>
        {
            Piece piece = pieces[position];
            if (!verifier.IsRecordCommitmentHashValid(RecordCommitter.Hash(piece.Commitment), commitment, piece.RecordWitness, position))
            {
                lock (found)
                {
                    wrong = Math.Min(wrong, position);
                }
            }
        });
        if (wrong != int.MaxValue)
        {
            return $"the commitment of the piece at position {wrong} is not part of the segment";
        }

        try
        {
            // Now that the commitments are right: all records against them at once, by one random combination.
            reconstructor.ReconstructSegment(pieces, cancellationToken);
            return null;
        }
        catch (ReconstructionException exception)
        {
            return exception.Message;
        }
    }
}
