using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Proofs.Space;
using Autonomys.Proofs.Space.Wide;
using BenchmarkDotNet.Attributes;

namespace Autonomys.Benchmarks.Space;

/// <summary>The seven tables of one seed, K = 20, on one thread; scalar : 256 : 512 bits.</summary>
public class TableBenchmarks
{
    private readonly PosTableGenerator _generator = new();
    private readonly PosSeed _seed = PosSeed.From(Blake3.Hash("table benchmark"u8).AsSpan());

    public static bool IsVector256Available => LaneWidth.Vector256.IsSupported();

    public static bool IsVector512Available => LaneWidth.Vector512.IsSupported();

    [Benchmark(Baseline = true)]
    public int Scalar() => Make(LaneWidth.Scalar);

    [Benchmark]
    public int Vector256() => IsVector256Available ? Make(LaneWidth.Vector256) : throw new NotSupportedException("This processor has no AVX2.");

    [Benchmark]
    public int Vector512() => IsVector512Available ? Make(LaneWidth.Vector512) : throw new NotSupportedException("This processor has no AVX-512 VBMI2.");

    [GlobalCleanup]
    public void Dispose() => _generator.Dispose();

    private int Make(LaneWidth width) =>
        _generator.Generate(_seed, 1, width, PosParameters.UnusedChallengeMask(PosParameters.NetworkK)).ProofCount;
}
