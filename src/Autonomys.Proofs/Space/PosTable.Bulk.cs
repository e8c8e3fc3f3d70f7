using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Proofs.Space;

/// <summary>Many proofs at once.</summary>
public sealed partial class PosTable
{
    /// <summary>Writes the proofs of <paramref name="sBuckets"/> one after another.</summary>
    /// <exception cref="ArgumentException">The output is not <see cref="ProofSize"/> bytes for each, or one of them has no proof.</exception>
    public void FindProofs(ReadOnlySpan<SBucket> sBuckets, Span<byte> proofs)
    {
        RequireCurrent();
        if (proofs.Length != (long)sBuckets.Length * ProofSize)
        {
            throw new ArgumentException(
                $"{sBuckets.Length} proofs for K = {K} are {(long)sBuckets.Length * ProofSize} bytes, the output {proofs.Length}.", nameof(proofs));
        }

        for (int i = 0; i < sBuckets.Length; i++)
        {
            if (!TryFindProof(sBuckets[i], proofs.Slice(i * ProofSize, ProofSize)))
            {
                throw new ArgumentException($"S-bucket {sBuckets[i]} has no proof.", nameof(sBuckets));
            }
        }
    }

    /// <summary>Writes BLAKE3 of the proof of each of <paramref name="sBuckets"/>, 32 bytes each: what masks the chunks of a record.</summary>
    /// <exception cref="ArgumentException">The output is not 32 bytes for each, or one of them has no proof.</exception>
    public void HashProofs(ReadOnlySpan<SBucket> sBuckets, Span<byte> hashes)
    {
        RequireCurrent();
        if (hashes.Length != (long)sBuckets.Length * Blake3Hash.Size)
        {
            throw new ArgumentException(
                $"{sBuckets.Length} hashes are {(long)sBuckets.Length * Blake3Hash.Size} bytes, the output {hashes.Length}.", nameof(hashes));
        }

        Span<byte> proof = stackalloc byte[ProofSize];
        for (int i = 0; i < sBuckets.Length; i++)
        {
            FindProofs(sBuckets.Slice(i, 1), proof);
            Blake3.Hash(proof, hashes.Slice(i * Blake3Hash.Size, Blake3Hash.Size));
        }
    }
}
