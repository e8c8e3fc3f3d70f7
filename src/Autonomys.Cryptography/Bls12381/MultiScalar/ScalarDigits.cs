using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>Scalars cut into signed digits: half the buckets of unsigned ones, since a point's negative costs nothing.</summary>
internal static class ScalarDigits
{
    /// <summary>Bits of a scalar below r.</summary>
    public const int ScalarBits = 255;

    /// <summary>Windows of the given width that hold a scalar and the carry out of its highest digit.</summary>
    public static int WindowCount(int width) => (ScalarBits / width) + 1;

    /// <summary>
    /// Writes digits d with -2^(width-1) ≤ d ≤ 2^(width-1) and scalar = Σ d[i]·2^(i·width), lowest first.
    /// </summary>
    public static void Split(Scalar scalar, int width, Span<int> digits)
    {
        Span<ulong> limbs = stackalloc ulong[5];
        scalar.ToCanonicalLimbs(limbs[..4]);
        limbs[4] = 0;
        ulong mask = (1UL << width) - 1;
        int half = 1 << (width - 1);
        int carry = 0;
        for (int i = 0, bit = 0; i < digits.Length; i++, bit += width)
        {
            int limb = bit >> 6;
            int shift = bit & 63;
            ulong bits = limbs[limb] >> shift;
            if (shift + width > 64)
            {
                bits |= limbs[limb + 1] << (64 - shift);
            }

            int digit = (int)(bits & mask) + carry;
            carry = digit > half ? 1 : 0;
            digits[i] = digit - (carry << width);
        }
    }
}
