using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>A scalar as low + high·z², both below 2^128: z² times a point of G1 is minus its image under the endomorphism.</summary>
internal static class HalfScalars
{
    /// <summary>Bits of a digit.</summary>
    public const int Width = 5;

    /// <summary>Digits of a half, the carry out of the highest bits included.</summary>
    public const int Count = (128 / Width) + 1;

    /// <summary>Writes the digits of the two halves, lowest first, each between -16 and 16.</summary>
    public static void Split(Scalar scalar, Span<int> low, Span<int> high)
    {
        // Divided by |z| twice: scalar = (quotient·|z| + r2)·|z| + r1.
        Span<ulong> limbs = stackalloc ulong[4];
        scalar.ToCanonicalLimbs(limbs);
        ulong r1 = Divide(limbs);
        ulong r2 = Divide(limbs);
        Digits(((UInt128)r2 * CurveParameter.Absolute) + r1, low);
        Digits(new UInt128(limbs[1], limbs[0]), high);
    }

    private static ulong Divide(Span<ulong> limbs)
    {
        ulong remainder = 0;
        for (int i = limbs.Length - 1; i >= 0; i--)
        {
            UInt128 part = new(remainder, limbs[i]);
            UInt128 quotient = part / CurveParameter.Absolute;
            remainder = (ulong)(part - (quotient * CurveParameter.Absolute));
            limbs[i] = (ulong)quotient;
        }

        return remainder;
    }

    private static void Digits(UInt128 value, Span<int> digits)
    {
        int carry = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = (int)((ulong)value & ((1 << Width) - 1)) + carry;
            carry = digit > 1 << (Width - 1) ? 1 : 0;
            digits[i] = digit - (carry << Width);
            value >>= Width;
        }
    }
}
