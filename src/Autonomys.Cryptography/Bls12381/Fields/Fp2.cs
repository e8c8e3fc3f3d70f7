using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Autonomys.Cryptography.Bls12381.Fields;

/// <summary>c0 + c1·u with u² = -1: the field of the coordinates of G2.</summary>
[SkipLocalsInit]
internal readonly struct Fp2 : IField<Fp2>
{
    /// <summary>Length of the encoded form.</summary>
    public const int Size = 2 * Fp.Size;

    public readonly Fp C0;
    public readonly Fp C1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Fp2(in Fp c0, in Fp c1)
    {
        C0 = c0;
        C1 = c1;
    }

    public static Fp2 One => new(Fp.One, default);

    /// <summary>1 + u, which is neither a square nor a cube here: the towers above and the twist of G2 stand on it.</summary>
    public static Fp2 NonResidue => new(Fp.One, Fp.One);

    public bool IsZero => C0.IsZero && C1.IsZero;

    /// <summary>As <see cref="Fp.IsLargerThanNegative"/>, the coefficient of u deciding first.</summary>
    public bool IsLargerThanNegative => C1.IsZero ? C0.IsLargerThanNegative : C1.IsLargerThanNegative;

    public static void Add(in Fp2 left, in Fp2 right, out Fp2 result)
    {
        Fp.Add(left.C0, right.C0, out Fp c0);
        Fp.Add(left.C1, right.C1, out Fp c1);
        result = new Fp2(c0, c1);
    }

    public static void Subtract(in Fp2 left, in Fp2 right, out Fp2 result)
    {
        Fp.Subtract(left.C0, right.C0, out Fp c0);
        Fp.Subtract(left.C1, right.C1, out Fp c1);
        result = new Fp2(c0, c1);
    }

    public static void Double(in Fp2 value, out Fp2 result)
    {
        Fp.Double(value.C0, out Fp c0);
        Fp.Double(value.C1, out Fp c1);
        result = new Fp2(c0, c1);
    }

    public static void Negate(in Fp2 value, out Fp2 result)
    {
        Fp.Negate(value.C0, out Fp c0);
        Fp.Negate(value.C1, out Fp c1);
        result = new Fp2(c0, c1);
    }

    /// <summary>c0 - c1·u, which is also the p-th power.</summary>
    public static void Conjugate(in Fp2 value, out Fp2 result)
    {
        Fp.Negate(value.C1, out Fp c1);
        result = new Fp2(value.C0, c1);
    }

    /// <summary>Three multiplications (Karatsuba).</summary>
    public static void Multiply(in Fp2 left, in Fp2 right, out Fp2 result)
    {
        Fp.Multiply(left.C0, right.C0, out Fp low);
        Fp.Multiply(left.C1, right.C1, out Fp high);
        Fp.Add(left.C0, left.C1, out Fp leftSum);
        Fp.Add(right.C0, right.C1, out Fp rightSum);
        Fp.Multiply(leftSum, rightSum, out Fp cross);
        Fp.Subtract(cross, low, out cross);
        Fp.Subtract(cross, high, out cross);
        Fp.Subtract(low, high, out low);
        result = new Fp2(low, cross);
    }

    /// <summary>(c0 + c1)(c0 - c1) + 2·c0·c1·u.</summary>
    public static void Square(in Fp2 value, out Fp2 result)
    {
        Fp.Add(value.C0, value.C1, out Fp sum);
        Fp.Subtract(value.C0, value.C1, out Fp difference);
        Fp.Multiply(value.C0, value.C1, out Fp cross);
        Fp.Multiply(sum, difference, out Fp c0);
        Fp.Double(cross, out Fp c1);
        result = new Fp2(c0, c1);
    }

    public static void MultiplyByBase(in Fp2 left, in Fp right, out Fp2 result)
    {
        Fp.Multiply(left.C1, right, out Fp c1);
        Fp.Multiply(left.C0, right, out Fp c0);
        result = new Fp2(c0, c1);
    }

    /// <summary>Times 1 + u.</summary>
    public static void MultiplyByNonResidue(in Fp2 value, out Fp2 result)
    {
        Fp.Subtract(value.C0, value.C1, out Fp c0);
        Fp.Add(value.C0, value.C1, out Fp c1);
        result = new Fp2(c0, c1);
    }

    public static void Invert(in Fp2 value, out Fp2 result)
    {
        Norm(value, out Fp norm);
        Fp.Invert(norm, out norm);
        Fp.Multiply(value.C0, norm, out Fp c0);
        Fp.Multiply(value.C1, norm, out Fp c1);
        Fp.Negate(c1, out c1);
        result = new Fp2(c0, c1);
    }

    /// <summary>A square root; false when the value is not a square (the result is then meaningless).</summary>
    /// <remarks>
    /// With n = sqrt(c0² + c1²), the root is x0 + c1/(2·x0)·u where x0² is (c0 + n)/2 or (c0 - n)/2, whichever is a square.
    /// When x0 would be zero, the value lies in the base field and is minus a square there.
    /// </remarks>
    public static bool TrySquareRoot(in Fp2 value, out Fp2 root)
    {
        Fp2 copy = value;
        root = default;
        Norm(copy, out Fp norm);
        if (!Fp.TrySquareRoot(norm, out Fp length))
        {
            return false;
        }

        Fp.Add(copy.C0, length, out Fp half);
        Fp.Multiply(half, OneHalf, out half);
        if (!Fp.TrySquareRoot(half, out Fp x0))
        {
            Fp.Subtract(copy.C0, length, out half);
            Fp.Multiply(half, OneHalf, out half);
            if (!Fp.TrySquareRoot(half, out x0))
            {
                return false;
            }
        }

        if (x0.IsZero)
        {
            Fp.Negate(copy.C0, out Fp negated);
            if (!Fp.TrySquareRoot(negated, out Fp x1))
            {
                return false;
            }

            root = new Fp2(default, x1);
        }
        else
        {
            Fp.Double(x0, out Fp twice);
            Fp.Invert(twice, out Fp inverse);
            Fp.Multiply(copy.C1, inverse, out Fp x1);
            root = new Fp2(x0, x1);
        }

        Square(root, out Fp2 check);
        return check.Equals(copy);
    }

    /// <summary>Raises to an exponent given as little-endian limbs.</summary>
    public static void Pow(in Fp2 value, ReadOnlySpan<ulong> exponent, out Fp2 result)
    {
        Fp2 power = value;
        Fp2 accumulator = One;
        for (int bit = (exponent.Length * 64) - 1; bit >= 0; bit--)
        {
            Square(accumulator, out accumulator);
            if (((exponent[bit >> 6] >> (bit & 63)) & 1) != 0)
            {
                Multiply(accumulator, power, out accumulator);
            }
        }

        result = accumulator;
    }

    /// <summary>Reads the coefficient of u, then the other one, as compressed points do; false when one is not below p.</summary>
    /// <exception cref="ArgumentException">The length is not 96.</exception>
    public static bool TryFromBytes(ReadOnlySpan<byte> bigEndian96, out Fp2 result)
    {
        bool highFits = Fp.TryFromBytes(bigEndian96[..Fp.Size], out Fp c1);
        bool lowFits = Fp.TryFromBytes(bigEndian96[Fp.Size..], out Fp c0);
        result = new Fp2(c0, c1);
        return highFits && lowFits;
    }

    /// <exception cref="ArgumentException">The length is not 96.</exception>
    public void ToBytes(Span<byte> bigEndian96)
    {
        C1.ToBytes(bigEndian96[..Fp.Size]);
        C0.ToBytes(bigEndian96[Fp.Size..]);
    }

    public bool Equals(Fp2 other) => C0.Equals(other.C0) && C1.Equals(other.C1);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Fp2 other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(C0, C1);

    public override string ToString() => $"{C0} + {C1}·u";

    // (p + 1) / 2 in Montgomery form.
    private static Fp OneHalf => new(
        0x1804000000015554, 0x855000053ab00001, 0x633cb57c253c276f, 0x6e22d1ec31ebb502, 0xd3916126f2d14ca2, 0x17fbb8571a006596);

    private static void Norm(in Fp2 value, out Fp norm)
    {
        Fp.Square(value.C0, out Fp square0);
        Fp.Square(value.C1, out Fp square1);
        Fp.Add(square0, square1, out norm);
    }
}
