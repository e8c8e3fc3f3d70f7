using System.Security.Cryptography;
using Autonomys.Archiving.Segments;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.MultiScalar;
using Autonomys.Cryptography.Kzg;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Archiving;

/// <summary>
/// Checks many records against their commitments at the price of one: commitments are linear, so the commitment to a random
/// combination of the records must be the same combination of the commitments.
/// </summary>
internal static class RecordCombination
{
    /// <summary>Whether every record is what its commitment is to; a wrong one escapes with probability 2^−128, anew at each call.</summary>
    /// <param name="kzg">The chain's parameters.</param>
    /// <param name="pieces">Pieces whose records are checked; false when a chunk of one is no scalar.</param>
    /// <param name="commitments">One for each piece.</param>
    /// <param name="threads">Threads to use at once; 0 for one per processor.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    internal static bool IsCommittedTo(
        Kzg kzg, IReadOnlyList<Piece> pieces, G1Affine[] commitments, int threads, CancellationToken cancellationToken)
    {
        Scalar[] factors = RandomFactors(pieces.Count);
        Scalar[] sums = new Scalar[RecordLayout.ChunksPerRecord];
        bool scalars = true;
        ParallelOptions options = Threads.Options(threads, cancellationToken);
        Parallel.For(0, ColumnBlocks.Count, options, block =>
        {
            int first = block * ColumnBlocks.Columns;
            for (int i = 0; i < pieces.Count; i++)
            {
                ReadOnlySpan<byte> chunks = pieces[i].Record[(first * RecordLayout.ScalarSize)..];
                for (int column = 0; column < ColumnBlocks.Columns; column++)
                {
                    if (!Scalar.TryFromBytes(chunks.Slice(column * RecordLayout.ScalarSize, RecordLayout.ScalarSize), out Scalar chunk))
                    {
                        Volatile.Write(ref scalars, false);
                    }

                    sums[first + column] += chunk * factors[i];
                }
            }
        });
        return scalars
            && kzg.CommitPoint(kzg.Polynomial(sums), options.MaxDegreeOfParallelism) == Msm.Multiply(commitments, factors).ToAffine();
    }

    private static Scalar[] RandomFactors(int count)
    {
        Scalar[] factors = new Scalar[count];
        Span<byte> bytes = stackalloc byte[Scalar.Size];
        for (int i = 0; i < factors.Length; i++)
        {
            bytes.Clear();
            RandomNumberGenerator.Fill(bytes[16..]);
            factors[i] = Scalar.FromBytes(bytes);
        }

        return factors;
    }
}
