using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.MultiScalar;

namespace Autonomys.Cryptography.Kzg;

/// <summary>The witnesses of all n values of a polynomial of at most n coefficients, in O(n log n) multiplications in G1.</summary>
/// <remarks>
/// Feist and Khovratovich, "Fast amortized KZG proofs" (2023). The witness at x is Σ x^i·h[i] with
/// h[i] = Σ f[i + 1 + j]·(s^j·G1): the h are a convolution of coefficients and powers, the witnesses their transform.
/// The convolution runs over 2n points; the transform of the powers is made once.
/// </remarks>
internal sealed class AllWitnesses
{
    /// <summary>Records of a segment, source and parity.</summary>
    public const int SegmentSize = 256;

    private readonly int _count;
    private readonly ScalarFft _doubleScalars;
    private readonly G1Fft _points;
    private readonly G1Fft _doublePoints;
    private readonly G1Point[] _transformedPowers;

    public AllWitnesses(ReadOnlySpan<G1Affine> powers, int count)
    {
        _count = count;
        _doubleScalars = ScalarFft.ForSize(2 * count);
        _points = new G1Fft(ScalarFft.RootOfUnity(_doubleScalars.LogSize - 1), count);
        _doublePoints = new G1Fft(ScalarFft.RootOfUnity(_doubleScalars.LogSize), 2 * count);
        _transformedPowers = new G1Point[2 * count];
        for (int i = 0; i < count - 1; i++)
        {
            _transformedPowers[i] = powers[count - 2 - i];
        }

        _doublePoints.Forward(_transformedPowers);
    }

    public G1Affine[] Create(Polynomial polynomial, int threads)
    {
        ReadOnlySpan<Scalar> coefficients = polynomial.Coefficients;
        if (coefficients.Length > _count)
        {
            throw new ArgumentException($"The polynomial may have {_count} coefficients, not {coefficients.Length}.", nameof(polynomial));
        }

        Scalar[] shifted = new Scalar[2 * _count];
        coefficients[1..].CopyTo(shifted);
        _doubleScalars.Forward(shifted);

        // The inverse transform is the forward one with its results in the other order, over the size.
        Scalar scale = _doubleScalars.InverseOfSize;
        for (int i = 0; i < shifted.Length; i++)
        {
            shifted[i] *= scale;
        }

        G1Point[] convolution = [.. _transformedPowers];
        G1Batch.Multiply(convolution, shifted, shifted.Length, threads);
        _doublePoints.Forward(convolution, threads);

        G1Point[] witnesses = new G1Point[_count];
        for (int i = 0; i < _count - 1; i++)
        {
            witnesses[i] = convolution[((2 * _count) - (i + _count - 2)) % (2 * _count)];
        }

        _points.Forward(witnesses, threads);
        G1Affine[] affine = new G1Affine[_count];
        G1Point.ToAffine(witnesses, affine);
        return affine;
    }
}
