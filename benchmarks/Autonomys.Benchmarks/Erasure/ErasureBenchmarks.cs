using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.ErasureCoding;
using BenchmarkDotNet.Attributes;

namespace Autonomys.Benchmarks.Erasure;

/// <summary>A record's erasure coding: 32,768 source chunks to parity, and half of 65,536 shards to the polynomial.</summary>
public class ErasureBenchmarks
{
    private readonly ErasureCoding _coding = new(16);
    private readonly Scalar[] _source = new Scalar[32_768];
    private readonly Scalar[] _parity = new Scalar[32_768];
    private readonly Scalar[] _shards = new Scalar[65_536];
    private readonly byte[] _bytes = new byte[32_768 * Scalar.Size];
    private readonly bool[] _present = new bool[65_536];

    [GlobalSetup]
    public void Setup()
    {
        Random random = new(1);
        Span<byte> bytes = stackalloc byte[Scalar.SafeSize];
        foreach (ref Scalar scalar in _source.AsSpan())
        {
            random.NextBytes(bytes);
            scalar = Scalar.FromSafeBytes(bytes);
        }

        _coding.Extend(_source, _parity);
        int[] positions = [.. Enumerable.Range(0, 65_536)];
        random.Shuffle(positions);
        foreach (int position in positions.AsSpan(0, 32_768))
        {
            _present[position] = true;
            _shards[position] = (position & 1) == 0 ? _source[position / 2] : _parity[position / 2];
        }
    }

    [Benchmark]
    public void Extend() => _coding.Extend(_source, _parity);

    [Benchmark]
    public bool ExtendBytes() => _coding.TryExtend(_bytes, _bytes, out _);

    [Benchmark]
    public object RecoverPolynomial() => _coding.RecoverPolynomial(_shards, _present);

    [Benchmark]
    public object RecoverPolynomialOnTwoThreads() => _coding.RecoverPolynomial(_shards, _present, threads: 2);
}
