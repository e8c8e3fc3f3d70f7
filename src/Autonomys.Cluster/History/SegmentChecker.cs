using Autonomys.Archiving;
using Autonomys.Archiving.Reconstruction;
using Autonomys.Archiving.Segments;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.History;

/// <summary>Checks all pieces of a segment at once: their commitments one by one, their records by one random combination.</summary>
public sealed class SegmentChecker(PieceVerifier verifier, PiecesReconstructor reconstructor) : ISegmentChecker
{
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
