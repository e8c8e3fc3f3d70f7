using System.Collections.Concurrent;
using Autonomys.Farming.Space;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Farming.Tests;

/// <summary>All proofs of each seed, computed once for all tests: encoding, proving and reading of a record share one table.</summary>
internal sealed class CachedProofs : IRecordProofs
{
    private static readonly ConcurrentDictionary<PosSeed, Lazy<Dictionary<SBucket, byte[]>>> Tables = new();

    private Dictionary<SBucket, byte[]> _proofs = [];

    public void Generate(PosSeed seed, CancellationToken cancellationToken) =>
        _proofs = Tables.GetOrAdd(seed, _ => new(() => Compute(seed))).Value;

    public int SelectProvable(Span<SBucket> sBuckets)
    {
        SBucket[] selected = [.. _proofs.Keys.Order().Take(sBuckets.Length)];
        selected.CopyTo(sBuckets);
        return selected.Length;
    }

    public bool HasProof(SBucket sBucket) => _proofs.ContainsKey(sBucket);

    public void HashProofs(ReadOnlySpan<SBucket> sBuckets, Span<byte> hashes)
    {
        for (int i = 0; i < sBuckets.Length; i++)
        {
            Blake3.Hash(_proofs[sBuckets[i]], hashes.Slice(i * 32, 32));
        }
    }

    public bool TryFindProof(SBucket sBucket, Span<byte> proof)
    {
        bool found = _proofs.TryGetValue(sBucket, out byte[]? bytes);
        bytes?.CopyTo(proof);
        return found;
    }

    public void Dispose()
    {
    }

    private static Dictionary<SBucket, byte[]> Compute(PosSeed seed)
    {
        using CpuRecordProofs proofs = new();
        proofs.Generate(seed, CancellationToken.None);
        SBucket[] sBuckets = new SBucket[RecordLayout.SBuckets];
        Dictionary<SBucket, byte[]> all = [];
        foreach (SBucket sBucket in sBuckets.AsSpan(0, proofs.SelectProvable(sBuckets)))
        {
            byte[] proof = new byte[PosProof.Size];
            Assert.True(proofs.TryFindProof(sBucket, proof));
            all.Add(sBucket, proof);
        }

        return all;
    }
}
