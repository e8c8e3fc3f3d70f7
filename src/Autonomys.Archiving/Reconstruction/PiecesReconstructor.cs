using Autonomys.Archiving.Segments;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.MultiScalar;
using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Cryptography.Kzg;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving.Reconstruction;

/// <summary>Makes missing pieces of a segment from any 128 of its 256 pieces; thread-safe.</summary>
/// <remarks>
/// Commitments are linear in records, so missing commitments are the same weighted sums of known commitments as missing records
/// are of known records: no record needs to be committed to again. One commitment is made all the same, as a check: to the record
/// that was made or, for a whole segment, to a random combination of all of them.
/// </remarks>
/// <param name="kzg">The chain's parameters.</param>
/// <param name="threads">Threads to use at once; 0 for one per processor.</param>
public sealed class PiecesReconstructor(Kzg kzg, int threads = 0)
{
    private const string Contradiction =
        "The pieces are not those of one segment, or some are corrupted: records and commitments contradict one another.";

    private readonly ErasureCoding _coding = new(scale: 8);

    private int ThreadCount => threads == 0 ? Environment.ProcessorCount : threads;

    /// <summary>The piece at <paramref name="position"/>.</summary>
    /// <param name="pieces">256 entries in order of position; null where a piece is missing.</param>
    /// <param name="position">0 to 255.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">Not 256 entries, or no such position.</exception>
    /// <exception cref="ReconstructionException">Fewer than 128 pieces, or wrong ones.</exception>
    public Piece ReconstructPiece(IReadOnlyList<Piece?> pieces, int position, CancellationToken cancellationToken = default)
    {
        KnownPieces known = KnownPieces.Choose(pieces);
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, SegmentLayout.Pieces);
        G1Affine[] commitments = RecoverCommitments(known);
        Piece piece = new();
        RecordInterpolation.Fill(known, [position], [piece], threads, cancellationToken);
        if (RecordCommitter.Commit(kzg, piece.Record) != commitments[position])
        {
            throw new ReconstructionException(Contradiction);
        }

        Polynomial polynomial = KzgSegmentCommitter.HashPolynomial(kzg, Compress(commitments));
        commitments[position].ToCompressed(piece.Commitment);
        kzg.CreateWitness(polynomial, SegmentLayout.Pieces, position).AsSpan().CopyTo(piece.Witness);
        return piece;
    }

    /// <summary>All 256 pieces; those that are there already come back as they are, if they are right.</summary>
    /// <param name="pieces">256 entries in order of position; null where a piece is missing.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">Not 256 entries.</exception>
    /// <exception cref="ReconstructionException">Fewer than 128 pieces, or wrong ones.</exception>
    public Piece[] ReconstructSegment(IReadOnlyList<Piece?> pieces, CancellationToken cancellationToken = default)
    {
        KnownPieces known = KnownPieces.Choose(pieces);
        G1Affine[] commitments = RecoverCommitments(known);
        Piece[] all = [.. pieces.Select(piece => piece ?? new Piece())];
        int[] missing = [.. Enumerable.Range(0, all.Length).Where(position => pieces[position] is null)];
        RecordInterpolation.Fill(known, missing, [.. missing.Select(position => all[position])], threads, cancellationToken);
        if (!RecordCombination.IsCommittedTo(kzg, all, commitments, threads, cancellationToken))
        {
            throw new ReconstructionException(Contradiction);
        }

        RecordCommitment[] hashed = Compress(commitments);
        Polynomial polynomial = KzgSegmentCommitter.HashPolynomial(kzg, hashed);
        Bytes48[] witnesses = kzg.CreateSegmentWitnesses(polynomial, ThreadCount);
        foreach (int position in Enumerable.Range(0, all.Length))
        {
            if (pieces[position] is { } given)
            {
                if (given.RecordCommitment != hashed[position] || !given.Witness.SequenceEqual(witnesses[position].AsSpan()))
                {
                    throw new ReconstructionException(Contradiction);
                }

                continue;
            }

            commitments[position].ToCompressed(all[position].Commitment);
            witnesses[position].AsSpan().CopyTo(all[position].Witness);
        }

        return all;
    }

    private static RecordCommitment[] Compress(G1Affine[] points)
    {
        RecordCommitment[] commitments = new RecordCommitment[points.Length];
        Span<byte> bytes = stackalloc byte[RecordCommitment.Size];
        for (int i = 0; i < points.Length; i++)
        {
            points[i].ToCompressed(bytes);
            commitments[i] = RecordCommitment.From(bytes);
        }

        return commitments;
    }

    private G1Affine[] RecoverCommitments(KnownPieces known)
    {
        G1Affine[] points = new G1Affine[SegmentLayout.RawRecords];
        G1Affine[] sources = new G1Affine[SegmentLayout.RawRecords];
        for (int i = 0; i < points.Length; i++)
        {
            if (!G1Affine.TryFromCompressed(known[i].Commitment, out points[i]))
            {
                throw new ReconstructionException(
                    $"The piece at position {known.Positions[i]} of the segment is corrupted: its commitment is no point.");
            }

            if (known.Positions[i] % 2 == 0)
            {
                sources[known.Positions[i] / 2] = points[i];
            }
        }

        // The same points for every one that is missing: tables of their multiples pay from the first on.
        int[] missing = known.MissingSources;
        FixedBaseMsm? tables = missing.Length == 0 ? null : new FixedBaseMsm(points, ThreadCount);
        Parallel.ForEach(missing, Threads.Options(threads, CancellationToken.None), position =>
        {
            ShardInterpolation interpolation = ShardInterpolation.Create(SegmentLayout.Pieces, known.Positions, position);
            sources[position / 2] = tables!.Multiply(interpolation.Weights).ToAffine();
        });
        return _coding.ExtendCommitments(sources, ThreadCount);
    }
}
