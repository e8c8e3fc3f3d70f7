using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Proofs.Space;
using BenchmarkDotNet.Attributes;

namespace Autonomys.Benchmarks.Space;

/// <summary>All proofs of one table (some 41,400 of 65,536 s-buckets have one), and their hashes, on one thread.</summary>
public class ProofBenchmarks
{
    private readonly PosTableGenerator _generator = new();
    private PosTable _table = null!;
    private SBucket[] _sBuckets = new SBucket[65_536];
    private byte[] _proofs = [];
    private byte[] _hashes = [];

    [GlobalSetup]
    public void Setup()
    {
        _table = _generator.Generate(PosSeed.From(Blake3.Hash("table benchmark"u8).AsSpan()));
        _sBuckets = _sBuckets[.._table.SelectProvable(_sBuckets)];
        _proofs = new byte[_sBuckets.Length * _table.ProofSize];
        _hashes = new byte[_sBuckets.Length * Blake3Hash.Size];
    }

    [Benchmark(Baseline = true)]
    public void OneByOne()
    {
        Span<byte> proof = stackalloc byte[_table.ProofSize];
        for (int i = 0; i < _sBuckets.Length; i++)
        {
            _table.TryFindProof(_sBuckets[i], proof);
            Blake3.Hash(proof, _hashes.AsSpan(i * Blake3Hash.Size, Blake3Hash.Size));
        }
    }

    [Benchmark]
    public void Proofs() => _table.FindProofs(_sBuckets, _proofs);

    [Benchmark]
    public void ProofHashes() => _table.HashProofs(_sBuckets, _hashes);

    [GlobalCleanup]
    public void Dispose() => _generator.Dispose();
}
