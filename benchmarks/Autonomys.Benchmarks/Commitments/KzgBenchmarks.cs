using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Kzg;
using Autonomys.Primitives.Bytes;
using BenchmarkDotNet.Attributes;

namespace Autonomys.Benchmarks.Commitments;

/// <summary>A record of 32,768 chunks: commitment, one witness, one check; all on one thread, with the tables ready.</summary>
public class KzgBenchmarks
{
    private const int Index = 77;

    private readonly Scalar[] _values = new Scalar[KzgParameters.G1Count];
    private Kzg _kzg = null!;
    private Polynomial _polynomial = null!;
    private Bytes48 _commitment;
    private Bytes48 _witness;

    [GlobalSetup]
    public void Setup()
    {
        Random random = new(1);
        Span<byte> bytes = stackalloc byte[Scalar.SafeSize];
        foreach (ref Scalar scalar in _values.AsSpan())
        {
            random.NextBytes(bytes);
            scalar = Scalar.FromSafeBytes(bytes);
        }

        _kzg = Kzg.Development();
        _kzg.Prepare(threads: 0, CancellationToken.None);
        _polynomial = _kzg.Polynomial(_values);
        _commitment = _kzg.Commit(_polynomial);
        _witness = _kzg.CreateWitness(_polynomial, _values.Length, Index);
    }

    [Benchmark]
    public Bytes48 Commit() => _kzg.Commit(_polynomial);

    [Benchmark]
    public Bytes48 CreateWitness() => _kzg.CreateWitness(_polynomial, _values.Length, Index);

    [Benchmark]
    public bool Verify() => _kzg.Verify(_commitment.AsSpan(), _values.Length, Index, _values[Index], _witness.AsSpan());
}
