using System.Buffers;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>Many multiples of one point of G1: an addition for each byte of the scalar, no doublings.</summary>
public sealed class FixedPointMultiplier
{
    private const int Width = 8;
    private const int Half = 1 << (Width - 1);

    private static readonly int Windows = ScalarDigits.WindowCount(Width);

    /// <summary>Window w, multiple m from 1 to 128: m·2^(8w)·point.</summary>
    private readonly G1Affine[] _table = new G1Affine[Windows * Half];

    public FixedPointMultiplier(in G1Affine point)
    {
        G1Point[] multiples = new G1Point[_table.Length];
        G1Point first = point;
        for (int window = 0; window < Windows; window++)
        {
            multiples[window * Half] = first;
            for (int i = 1; i < Half; i++)
            {
                multiples[(window * Half) + i] = multiples[(window * Half) + i - 1] + first;
            }

            first = multiples[(window * Half) + Half - 1].Double();
        }

        G1Point.ToAffine(multiples, _table);
    }

    /// <summary>result[i] = scalar[i]·point.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public void Multiply(ReadOnlySpan<Scalar> scalars, Span<G1Affine> results)
    {
        if (results.Length != scalars.Length)
        {
            throw new ArgumentException($"{scalars.Length} products need as many places, not {results.Length}.", nameof(results));
        }

        Span<int> digits = stackalloc int[Windows];
        G1Point[] sums = ArrayPool<G1Point>.Shared.Rent(scalars.Length);
        for (int i = 0; i < scalars.Length; i++)
        {
            ScalarDigits.Split(scalars[i], Width, digits);
            sums[i] = Sum(digits);
        }

        G1Point.ToAffine(sums.AsSpan(0, scalars.Length), results);
        ArrayPool<G1Point>.Shared.Return(sums);
    }

    private G1Point Sum(ReadOnlySpan<int> digits)
    {
        G1Point sum = default;
        for (int window = 0; window < digits.Length; window++)
        {
            int digit = digits[window];
            if (digit > 0)
            {
                sum += _table[(window * Half) + digit - 1];
            }
            else if (digit < 0)
            {
                sum += -_table[(window * Half) - digit - 1];
            }
        }

        return sum;
    }
}
