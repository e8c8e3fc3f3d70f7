using System.Runtime.CompilerServices;

namespace Autonomys.Cryptography.Bls12381.Fields;

/// <content>Addition, powers and square root.</content>
internal readonly partial struct Fp
{
    private const ulong P0 = 0xb9feffffffffaaab;
    private const ulong P1 = 0x1eabfffeb153ffff;
    private const ulong P2 = 0x6730d2a0f6b0f624;
    private const ulong P3 = 0x64774b84f38512bf;
    private const ulong P4 = 0x4b1ba7b6434bacd7;
    private const ulong P5 = 0x1a0111ea397fe69a;

    private static Fp Modulus => new(P0, P1, P2, P3, P4, P5);

    /// <summary>(p + 1) / 4: raising a square to it takes a root, because p is 3 modulo 4.</summary>
    private static ReadOnlySpan<ulong> SquareRootExponent =>
        [0xee7fbfffffffeaab, 0x07aaffffac54ffff, 0xd9cc34a83dac3d89, 0xd91dd2e13ce144af, 0x92c6e9ed90d2eb35, 0x0680447a8e5ff9a6];

    public static void Add(in Fp left, in Fp right, out Fp result)
    {
        // Twice p stays below 2^382: the top limb never carries out.
        ulong carry = 0;
        ulong t0 = AddCarry(left._limb0, right._limb0, ref carry);
        ulong t1 = AddCarry(left._limb1, right._limb1, ref carry);
        ulong t2 = AddCarry(left._limb2, right._limb2, ref carry);
        ulong t3 = AddCarry(left._limb3, right._limb3, ref carry);
        ulong t4 = AddCarry(left._limb4, right._limb4, ref carry);
        ulong t5 = left._limb5 + right._limb5 + carry;
        ReduceOnce(t0, t1, t2, t3, t4, t5, out result);
    }

    public static void Double(in Fp value, out Fp result) => ReduceOnce(
        value._limb0 << 1,
        (value._limb1 << 1) | (value._limb0 >> 63),
        (value._limb2 << 1) | (value._limb1 >> 63),
        (value._limb3 << 1) | (value._limb2 >> 63),
        (value._limb4 << 1) | (value._limb3 >> 63),
        (value._limb5 << 1) | (value._limb4 >> 63),
        out result);

    public static void Subtract(in Fp left, in Fp right, out Fp result)
    {
        ulong borrow = 0;
        ulong t0 = SubtractBorrow(left._limb0, right._limb0, ref borrow);
        ulong t1 = SubtractBorrow(left._limb1, right._limb1, ref borrow);
        ulong t2 = SubtractBorrow(left._limb2, right._limb2, ref borrow);
        ulong t3 = SubtractBorrow(left._limb3, right._limb3, ref borrow);
        ulong t4 = SubtractBorrow(left._limb4, right._limb4, ref borrow);
        ulong t5 = SubtractBorrow(left._limb5, right._limb5, ref borrow);

        // Add p back where the difference went below zero.
        ulong mask = 0 - borrow;
        ulong carry = 0;
        t0 = AddCarry(t0, P0 & mask, ref carry);
        t1 = AddCarry(t1, P1 & mask, ref carry);
        t2 = AddCarry(t2, P2 & mask, ref carry);
        t3 = AddCarry(t3, P3 & mask, ref carry);
        t4 = AddCarry(t4, P4 & mask, ref carry);
        t5 = t5 + (P5 & mask) + carry;
        result = new Fp(t0, t1, t2, t3, t4, t5);
    }

    public static void Negate(in Fp value, out Fp result)
    {
        if (value.IsZero)
        {
            result = default;
            return;
        }

        ulong borrow = 0;
        ulong t0 = SubtractBorrow(P0, value._limb0, ref borrow);
        ulong t1 = SubtractBorrow(P1, value._limb1, ref borrow);
        ulong t2 = SubtractBorrow(P2, value._limb2, ref borrow);
        ulong t3 = SubtractBorrow(P3, value._limb3, ref borrow);
        ulong t4 = SubtractBorrow(P4, value._limb4, ref borrow);
        result = new Fp(t0, t1, t2, t3, t4, P5 - value._limb5 - borrow);
    }

    /// <summary>A square root; false when the value is not a square (the result is then meaningless).</summary>
    public static bool TrySquareRoot(in Fp value, out Fp root)
    {
        Fp copy = value;
        Pow(copy, SquareRootExponent, out root);
        Square(root, out Fp check);
        return check.Equals(copy);
    }

    /// <summary>Raises to an exponent given as little-endian limbs, four bits at a time.</summary>
    [SkipLocalsInit]
    public static void Pow(in Fp value, ReadOnlySpan<ulong> exponent, out Fp result)
    {
        Span<Fp> powers = stackalloc Fp[16];
        powers[0] = One;
        for (int i = 1; i < powers.Length; i++)
        {
            Multiply(powers[i - 1], value, out powers[i]);
        }

        Fp accumulator = One;
        bool started = false;
        for (int bit = (exponent.Length * 64) - 4; bit >= 0; bit -= 4)
        {
            if (started)
            {
                Square(accumulator, out accumulator);
                Square(accumulator, out accumulator);
                Square(accumulator, out accumulator);
                Square(accumulator, out accumulator);
            }

            int digit = (int)(exponent[bit >> 6] >> (bit & 63)) & 15;
            if (digit != 0)
            {
                Multiply(accumulator, powers[digit], out accumulator);
                started = true;
            }
        }

        result = accumulator;
    }

    public static Fp operator +(in Fp left, in Fp right)
    {
        Add(left, right, out Fp result);
        return result;
    }

    public static Fp operator -(in Fp left, in Fp right)
    {
        Subtract(left, right, out Fp result);
        return result;
    }

    public static Fp operator -(in Fp value)
    {
        Negate(value, out Fp result);
        return result;
    }

    public static Fp operator *(in Fp left, in Fp right)
    {
        Multiply(left, right, out Fp result);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddCarry(ulong left, ulong right, ref ulong carry)
    {
        ulong sum = left + right;
        ulong first = sum < left ? 1UL : 0UL;
        ulong total = sum + carry;
        carry = first + (total < sum ? 1UL : 0UL);
        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SubtractBorrow(ulong left, ulong right, ref ulong borrow)
    {
        ulong difference = left - right;
        ulong first = left < right ? 1UL : 0UL;
        ulong total = difference - borrow;
        borrow = first + (difference < borrow ? 1UL : 0UL);
        return total;
    }

    /// <summary>Takes p off an integer below 2p when that leaves it at zero or more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReduceOnce(ulong t0, ulong t1, ulong t2, ulong t3, ulong t4, ulong t5, out Fp result)
    {
        ulong borrow = 0;
        ulong s0 = SubtractBorrow(t0, P0, ref borrow);
        ulong s1 = SubtractBorrow(t1, P1, ref borrow);
        ulong s2 = SubtractBorrow(t2, P2, ref borrow);
        ulong s3 = SubtractBorrow(t3, P3, ref borrow);
        ulong s4 = SubtractBorrow(t4, P4, ref borrow);
        ulong s5 = SubtractBorrow(t5, P5, ref borrow);

        // All ones keeps the integer as it was. A mask, not a branch: which way it goes is a coin toss.
        ulong keep = 0 - borrow;
        result = new Fp(
            s0 ^ ((s0 ^ t0) & keep),
            s1 ^ ((s1 ^ t1) & keep),
            s2 ^ ((s2 ^ t2) & keep),
            s3 ^ ((s3 ^ t3) & keep),
            s4 ^ ((s4 ^ t4) & keep),
            s5 ^ ((s5 ^ t5) & keep));
    }

    /// <summary>Compares limbs as plain integers.</summary>
    private static bool IsBelow(in Fp value, in Fp limit)
    {
        ulong borrow = 0;
        SubtractBorrow(value._limb0, limit._limb0, ref borrow);
        SubtractBorrow(value._limb1, limit._limb1, ref borrow);
        SubtractBorrow(value._limb2, limit._limb2, ref borrow);
        SubtractBorrow(value._limb3, limit._limb3, ref borrow);
        SubtractBorrow(value._limb4, limit._limb4, ref borrow);
        SubtractBorrow(value._limb5, limit._limb5, ref borrow);
        return borrow != 0;
    }
}
