using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.MultiScalar;
using BenchmarkDotNet.Attributes;

namespace Autonomys.Benchmarks.Commitments;

/// <summary>The sum of 4,096 multiples of fixed points, in scalar code and in lanes: an eighth of a commitment.</summary>
public class FixedPointBenchmarks
{
    private const int Count = 4096;

    private readonly Scalar[] _scalars = new Scalar[Count];
    private FixedBaseMsm _sums = null!;

    /// <summary>Lanes of the base field; 8 are only of use with AVX-512.</summary>
    [Params(1, 4, 8)]
    public int Lanes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Random random = new(1);
        Span<byte> bytes = stackalloc byte[Scalar.SafeSize];
        foreach (ref Scalar scalar in _scalars.AsSpan())
        {
            random.NextBytes(bytes);
            scalar = Scalar.FromSafeBytes(bytes);
        }

        G1Affine[] points = new G1Affine[Count];
        new FixedPointMultiplier(G1Affine.Generator).Multiply(_scalars, points);
        _sums = new FixedBaseMsm(points, Lanes, threads: 1, CancellationToken.None);
    }

    [Benchmark]
    public G1Point Multiply() => _sums.Multiply(_scalars);
}
