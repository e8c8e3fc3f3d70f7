using System.Runtime.Intrinsics;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.Lanes;
using BenchmarkDotNet.Attributes;

namespace Autonomys.Benchmarks.Erasure;

/// <summary>Extending a record by each path; 512 bits without such vectors are emulated, and slow.</summary>
public class LaneBenchmarks
{
    private readonly Scalar[] _values = new Scalar[32_768];
    private readonly ScalarFft _fft = ScalarFft.ForSize(32_768);
    private readonly LaneCoding _lanes256 = new LaneCoding<Vector256<uint>, Lanes256>();
    private readonly LaneCoding _lanes512 = new LaneCoding<Vector512<uint>, Lanes512>();

    [GlobalSetup]
    public void Setup()
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i] = Scalar.FromUInt64((ulong)i + 1).Invert();
        }
    }

    [Benchmark(Baseline = true)]
    public void Scalar64() => _fft.ExtendToOddScalar(_values);

    [Benchmark]
    public void Vectors256() => _lanes256.ExtendToOdd(_values);

    [Benchmark]
    public void Vectors512() => _lanes512.ExtendToOdd(_values);
}
