using Autonomys.Primitives.ProofOfTime;
using Autonomys.Proofs.Time;
using BenchmarkDotNet.Attributes;

namespace Autonomys.Benchmarks.Time;

/// <summary>A proof of time of 2^20 iterations: made (one chain, which cannot be hurried) and verified (eight chains abreast).</summary>
public class ProofOfTimeBenchmarks
{
    private const uint Iterations = 1 << 20;
    private readonly PotSeed _seed = PotSeed.From(new byte[PotSeed.Size]);
    private PotCheckpoints _checkpoints;

    [GlobalSetup]
    public void Setup() => _checkpoints = ProofOfTime.Prove(_seed, Iterations);

    [Benchmark(Baseline = true)]
    public PotCheckpoints Prove() => ProofOfTime.Prove(_seed, Iterations);

    [Benchmark]
    public bool Verify() => ProofOfTime.Verify(_seed, Iterations, _checkpoints);
}
