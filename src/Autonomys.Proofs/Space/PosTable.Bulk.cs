using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Proofs.Space;

/// <summary>Many proofs at once.</summary>
public sealed partial class PosTable
{
    /// <summary>Proofs that are made at a time: few enough for their x values to stay in the nearest cache.</summary>
    private const int Batch = 32;

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

        for (int first = 0; first < sBuckets.Length; first += Batch)
        {
            int count = Math.Min(Batch, sBuckets.Length - first);
            FindBatch(sBuckets.Slice(first, count), proofs.Slice(first * ProofSize, count * ProofSize));
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

        Span<byte> proofs = stackalloc byte[Batch * ProofSize];
        for (int first = 0; first < sBuckets.Length; first += Batch)
        {
            int count = Math.Min(Batch, sBuckets.Length - first);
            Span<byte> batch = proofs[..(count * ProofSize)];
            FindBatch(sBuckets.Slice(first, count), batch);
            Blake3.HashMany(batch, ProofSize, hashes.Slice(first * Blake3Hash.Size, count * Blake3Hash.Size));
        }
    }

    private void FindBatch(ReadOnlySpan<SBucket> sBuckets, Span<byte> proofs)
    {
        Span<uint> positions = stackalloc uint[Batch * PosParameters.XsPerProof];
        for (int i = 0; i < sBuckets.Length; i++)
        {
            ulong entry = _firstEntries[sBuckets[i].Value];
            positions[i] = entry != Absent ? (uint)entry : throw new ArgumentException($"S-bucket {sBuckets[i]} has no proof.", nameof(sBuckets));
        }

        WalkBack(positions, sBuckets.Length);
        for (int i = 0; i < sBuckets.Length; i++)
        {
            ProofPacking.Pack(K, positions.Slice(i * PosParameters.XsPerProof, PosParameters.XsPerProof), proofs.Slice(i * ProofSize, ProofSize));
        }
    }
}
