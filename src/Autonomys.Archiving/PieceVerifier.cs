using Autonomys.Archiving.Segments;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Kzg;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving;

/// <summary>Checks pieces from others against the commitment of their segment. Never throws for what they hold; thread-safe.</summary>
/// <param name="kzg">The chain's parameters.</param>
public sealed class PieceVerifier(Kzg kzg)
{
    /// <summary>Whether the piece is the one at <paramref name="position"/>: its record, its commitment and its witness.</summary>
    public bool IsPieceValid(Piece piece, SegmentCommitment segmentCommitment, int position)
    {
        // The witness first: it is a hundred times cheaper to check than the record.
        if (!IsRecordCommitmentHashValid(
            RecordCommitter.Hash(piece.Commitment), segmentCommitment, piece.RecordWitness, position))
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[RecordLayout.CommitmentSize];
        if (RecordCommitter.Commit(kzg, piece.Record) is not { } commitment)
        {
            return false;
        }

        commitment.ToCompressed(expected);
        return piece.Commitment.SequenceEqual(expected);
    }

    /// <summary>Whether the hash of a record commitment is the segment's value at <paramref name="position"/>.</summary>
    public bool IsRecordCommitmentHashValid(
        Scalar recordCommitmentHash, SegmentCommitment segmentCommitment, RecordWitness witness, int position) =>
        kzg.Verify(segmentCommitment.AsSpan(), SegmentLayout.Pieces, position, recordCommitmentHash, witness.AsSpan());
}
