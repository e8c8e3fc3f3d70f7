using Autonomys.Archiving.Segments;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Kzg;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving;

/// <summary>Checks pieces from others against the commitment of their segment. Never throws for what they hold; thread-safe.</summary>
/// <param name="kzg">The chain's parameters.</param>
/// <param name="committer">Commits to single records; default: the processor.</param>
public sealed class PieceVerifier(Kzg kzg, IRecordCommitter? committer = null)
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
        if (Commit(piece) is not { } commitment)
        {
            return false;
        }

        commitment.ToCompressed(expected);
        return piece.Commitment.SequenceEqual(expected);
    }

    /// <summary>
    /// Whether all pieces are those at their positions of one segment, for little more than the price of one piece: what two checks
    /// of random combinations say, each of which a wrong piece escapes with probability 2^−128.
    /// </summary>
    /// <param name="pieces">Any number of pieces of the segment.</param>
    /// <param name="positions">Position of each, 0 to 255.</param>
    /// <param name="segmentCommitment">The segment's.</param>
    /// <param name="threads">Threads to use at once; 0 for one per processor.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public bool AreAllPiecesValid(
        IReadOnlyList<Piece> pieces,
        IReadOnlyList<int> positions,
        SegmentCommitment segmentCommitment,
        int threads = 0,
        CancellationToken cancellationToken = default)
    {
        if (pieces.Count != positions.Count)
        {
            throw new ArgumentException($"Got {pieces.Count} pieces, but {positions.Count} positions.", nameof(positions));
        }

        KzgOpening[] openings = new KzgOpening[pieces.Count];
        G1Affine[] commitments = new G1Affine[pieces.Count];
        for (int i = 0; i < openings.Length; i++)
        {
            if (!G1Affine.TryFromCompressedUnchecked(pieces[i].Commitment, out commitments[i]))
            {
                return false;
            }

            openings[i] = new(positions[i], RecordCommitter.Hash(pieces[i].Commitment), Bytes48.From(pieces[i].Witness));
        }

        return G1Affine.AreInSubgroup(commitments)
            && kzg.VerifyAll(segmentCommitment.AsSpan(), SegmentLayout.Pieces, openings)
            && RecordCombination.IsCommittedTo(kzg, pieces, commitments, threads, cancellationToken);
    }

    /// <summary>Whether the hash of a record commitment is the segment's value at <paramref name="position"/>.</summary>
    public bool IsRecordCommitmentHashValid(
        Scalar recordCommitmentHash, SegmentCommitment segmentCommitment, RecordWitness witness, int position) =>
        kzg.Verify(segmentCommitment.AsSpan(), SegmentLayout.Pieces, position, recordCommitmentHash, witness.AsSpan());

    private G1Affine? Commit(Piece piece) =>
        committer is null ? RecordCommitter.Commit(kzg, piece.Record) : committer.Commit([piece], null, CancellationToken.None)[0];
}
