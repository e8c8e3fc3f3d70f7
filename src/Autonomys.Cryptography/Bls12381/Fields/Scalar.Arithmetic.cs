using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Autonomys.Cryptography.Bls12381.Fields;

/// <content>Addition, multiplication, powers and inverses modulo r.</content>
public readonly partial struct Scalar
{
    // r, little-endian.
    internal const ulong Modulus0 = 0xffffffff00000001;
    internal const ulong Modulus1 = 0x53bda402fffe5bfe;
    internal const ulong Modulus2 = 0x3339d80809a1d805;
    internal const ulong Modulus3 = 0x73eda753299d7d48;

    // 2^512 mod r: brings an ordinary integer into Montgomery form.
    private const ulong RSquared0 = 0xc999e990f3f29c6d;
    private const ulong RSquared1 = 0x2b6cedcb87925c23;
    private const ulong RSquared2 = 0x05d314967254398f;
    private const ulong RSquared3 = 0x0748d9d99f59ff11;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar operator +(Scalar left, Scalar right)
    {
        // r < 2^255: the sum of two elements does not leave 256 bits.
        ulong carry = 0;
        ulong sum0 = AddCarry(left._limb0, right._limb0, ref carry);
        ulong sum1 = AddCarry(left._limb1, right._limb1, ref carry);
        ulong sum2 = AddCarry(left._limb2, right._limb2, ref carry);
        ulong sum3 = left._limb3 + right._limb3 + carry;
        return ReduceOnce(sum0, sum1, sum2, sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar operator -(Scalar left, Scalar right)
    {
        ulong borrow = 0;
        ulong difference0 = SubtractBorrow(left._limb0, right._limb0, ref borrow);
        ulong difference1 = SubtractBorrow(left._limb1, right._limb1, ref borrow);
        ulong difference2 = SubtractBorrow(left._limb2, right._limb2, ref borrow);
        ulong difference3 = SubtractBorrow(left._limb3, right._limb3, ref borrow);

        // The borrow of random elements is a coin toss: a mask is cheaper than a branch.
        ulong mask = 0 - borrow;
        ulong carry = 0;
        difference0 = AddCarry(difference0, Modulus0 & mask, ref carry);
        difference1 = AddCarry(difference1, Modulus1 & mask, ref carry);
        difference2 = AddCarry(difference2, Modulus2 & mask, ref carry);
        difference3 += (Modulus3 & mask) + carry;
        return new Scalar(difference0, difference1, difference2, difference3);
    }

    public static Scalar operator -(Scalar value) => Zero - value;

    /// <summary>Product modulo r.</summary>
    /// <remarks>
    /// Montgomery multiplication, operand scanning, unrolled. Because the top limb of r is below 2^63 the running total fits four
    /// limbs and one carry word whose two parts cannot overflow. The lowest limb of r is 2^64 − 2^32 + 1, so both the
    /// quotient digit and its product with that limb are shifts and subtractions: 28 multiplications instead of 36.
    /// </remarks>
    public static Scalar operator *(Scalar left, Scalar right) => Multiply(left, right);

    /// <summary>The product, inlined: about 400 instructions, for the inner loops that gain from keeping operands in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Scalar Multiply(Scalar left, Scalar right)
    {
        ulong total0 = 0, total1 = 0, total2 = 0, total3 = 0;
        MultiplyStep(left, right._limb0, ref total0, ref total1, ref total2, ref total3);
        MultiplyStep(left, right._limb1, ref total0, ref total1, ref total2, ref total3);
        MultiplyStep(left, right._limb2, ref total0, ref total1, ref total2, ref total3);
        MultiplyStep(left, right._limb3, ref total0, ref total1, ref total2, ref total3);
        return ReduceOnce(total0, total1, total2, total3);
    }

    public Scalar Square() => this * this;

    /// <summary>This value to the power of a small exponent.</summary>
    public Scalar Pow(ulong exponent)
    {
        Scalar result = One;
        Scalar power = this;
        for (; exponent != 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
            {
                result *= power;
            }

            power = power.Square();
        }

        return result;
    }

    /// <summary>This value to the power of an exponent given as little-endian limbs.</summary>
    public Scalar Pow(ReadOnlySpan<ulong> exponent)
    {
        Scalar result = One;
        for (int limb = exponent.Length - 1; limb >= 0; limb--)
        {
            for (int bit = 63; bit >= 0; bit--)
            {
                result = result.Square();
                if (((exponent[limb] >> bit) & 1) != 0)
                {
                    result *= this;
                }
            }
        }

        return result;
    }

    /// <summary>The multiplicative inverse; zero for zero.</summary>
    /// <remarks>Fermat: the power r − 2. For many values use <see cref="InvertBatch"/>.</remarks>
    public Scalar Invert() => Pow([Modulus0 - 2, Modulus1, Modulus2, Modulus3]);

    /// <summary>Replaces every value by its inverse with one inversion and three multiplications per value; zeros stay zero.</summary>
    public static void InvertBatch(Span<Scalar> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        // prefixes[i] is the product of the non-zero values before i.
        Scalar[] prefixes = new Scalar[values.Length];
        Scalar product = One;
        for (int i = 0; i < values.Length; i++)
        {
            prefixes[i] = product;
            if (!values[i].IsZero)
            {
                product *= values[i];
            }
        }

        Scalar inverse = product.Invert();
        for (int i = values.Length - 1; i >= 0; i--)
        {
            Scalar value = values[i];
            if (!value.IsZero)
            {
                values[i] = inverse * prefixes[i];
                inverse *= value;
            }
        }
    }

    internal void ToCanonicalLimbs(out ulong limb0, out ulong limb1, out ulong limb2, out ulong limb3)
    {
        Scalar canonical = this * new Scalar(1, 0, 0, 0);
        limb0 = canonical._limb0;
        limb1 = canonical._limb1;
        limb2 = canonical._limb2;
        limb3 = canonical._limb3;
    }

    /// <summary>total = (total + left · digit + quotient · r) / 2^64, the quotient chosen so that the division is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyStep(Scalar left, ulong digit, ref ulong total0, ref ulong total1, ref ulong total2, ref ulong total3)
    {
        ulong carry = 0;
        total0 = MultiplyAdd(left._limb0, digit, total0, ref carry);
        total1 = MultiplyAdd(left._limb1, digit, total1, ref carry);
        total2 = MultiplyAdd(left._limb2, digit, total2, ref carry);
        total3 = MultiplyAdd(left._limb3, digit, total3, ref carry);

        // −1/r modulo 2^64 is −(2^32 + 1).
        ulong quotient = 0 - (total0 + (total0 << 32));

        // Upper word of total0 + quotient · (2^64 − 2^32 + 1), whose lower word is zero.
        ulong carryOfReduction = quotient - (quotient >> 32) + ((quotient << 32) < quotient ? 1UL : 0UL);
        total0 = MultiplyAdd(quotient, Modulus1, total1, ref carryOfReduction);
        total1 = MultiplyAdd(quotient, Modulus2, total2, ref carryOfReduction);
        total2 = MultiplyAdd(quotient, Modulus3, total3, ref carryOfReduction);
        total3 = carry + carryOfReduction;
    }

    /// <summary>Low word of a · b + addend + carry; the high word becomes the carry. The sum cannot leave 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyAdd(ulong a, ulong b, ulong addend, ref ulong carry)
    {
        // Both words of one multiplication come back through memory, which costs more than multiplying twice.
        ulong low = a * b;
        ulong high = Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);
        low += addend;
        high += low < addend ? 1UL : 0UL;
        low += carry;
        high += low < carry ? 1UL : 0UL;
        carry = high;
        return low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddCarry(ulong a, ulong b, ref ulong carry)
    {
        ulong sum = a + b;
        ulong overflow = sum < a ? 1UL : 0UL;
        sum += carry;
        carry = overflow | (sum < carry ? 1UL : 0UL);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SubtractBorrow(ulong a, ulong b, ref ulong borrow)
    {
        ulong difference = a - b;
        ulong underflow = a < b ? 1UL : 0UL;
        ulong result = difference - borrow;
        borrow = underflow | (difference < borrow ? 1UL : 0UL);
        return result;
    }

    /// <summary>Subtracts r when the integer, below 2r, is not below r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Scalar ReduceOnce(ulong limb0, ulong limb1, ulong limb2, ulong limb3)
    {
        ulong borrow = 0;
        ulong reduced0 = SubtractBorrow(limb0, Modulus0, ref borrow);
        ulong reduced1 = SubtractBorrow(limb1, Modulus1, ref borrow);
        ulong reduced2 = SubtractBorrow(limb2, Modulus2, ref borrow);
        ulong reduced3 = SubtractBorrow(limb3, Modulus3, ref borrow);

        ulong keep = 0 - borrow;
        return new Scalar(
            reduced0 ^ ((reduced0 ^ limb0) & keep),
            reduced1 ^ ((reduced1 ^ limb1) & keep),
            reduced2 ^ ((reduced2 ^ limb2) & keep),
            reduced3 ^ ((reduced3 ^ limb3) & keep));
    }

    private static bool IsBelowModulus(ulong limb0, ulong limb1, ulong limb2, ulong limb3)
    {
        ulong borrow = 0;
        SubtractBorrow(limb0, Modulus0, ref borrow);
        SubtractBorrow(limb1, Modulus1, ref borrow);
        SubtractBorrow(limb2, Modulus2, ref borrow);
        SubtractBorrow(limb3, Modulus3, ref borrow);
        return borrow != 0;
    }
}
