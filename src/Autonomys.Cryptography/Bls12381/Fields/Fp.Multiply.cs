using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Autonomys.Cryptography.Bls12381.Fields;

/// <content>Montgomery multiplication.</content>
internal readonly partial struct Fp
{
    /// <summary>-1/p modulo 2^64.</summary>
    private const ulong NegativeInverse = 0x89f3fffcfffcfffd;

    /// <summary>left * right / 2^384 modulo p.</summary>
    /// <remarks>
    /// One limb of <paramref name="right"/> at a time: add its product with <paramref name="left"/>, add the multiple of p that
    /// clears the lowest limb, drop that limb. The top limb of p is below 2^61, so the running sum stays below 2p and the two
    /// carries of a round together fit the top limb.
    /// </remarks>
    public static void Multiply(in Fp left, in Fp right, out Fp result)
    {
        ulong a0 = left._limb0;
        ulong a1 = left._limb1;
        ulong a2 = left._limb2;
        ulong a3 = left._limb3;
        ulong a4 = left._limb4;
        ulong a5 = left._limb5;
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0;
        Round(a0, a1, a2, a3, a4, a5, right._limb0, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        Round(a0, a1, a2, a3, a4, a5, right._limb1, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        Round(a0, a1, a2, a3, a4, a5, right._limb2, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        Round(a0, a1, a2, a3, a4, a5, right._limb3, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        Round(a0, a1, a2, a3, a4, a5, right._limb4, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        Round(a0, a1, a2, a3, a4, a5, right._limb5, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        ReduceOnce(t0, t1, t2, t3, t4, t5, out result);
    }

    public static void Square(in Fp value, out Fp result) => Multiply(value, value, out result);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        ulong a0, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5, ulong b,
        ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4, ref ulong t5)
    {
        ulong carry = 0;
        ulong s0 = MultiplyAdd(a0, b, t0, ref carry);
        ulong factor = s0 * NegativeInverse;
        ulong clear = 0;
        MultiplyAdd(factor, P0, s0, ref clear);
        ulong s1 = MultiplyAdd(a1, b, t1, ref carry);
        t0 = MultiplyAdd(factor, P1, s1, ref clear);
        ulong s2 = MultiplyAdd(a2, b, t2, ref carry);
        t1 = MultiplyAdd(factor, P2, s2, ref clear);
        ulong s3 = MultiplyAdd(a3, b, t3, ref carry);
        t2 = MultiplyAdd(factor, P3, s3, ref clear);
        ulong s4 = MultiplyAdd(a4, b, t4, ref carry);
        t3 = MultiplyAdd(factor, P4, s4, ref clear);
        ulong s5 = MultiplyAdd(a5, b, t5, ref carry);
        t4 = MultiplyAdd(factor, P5, s5, ref clear);
        t5 = carry + clear;
    }

    /// <summary>Low half of left * right + addend + carry; the high half becomes the carry. Cannot overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyAdd(ulong left, ulong right, ulong addend, ref ulong carry)
    {
        // The two halves apart: asked for both at once, the high half's instruction passes the low one through memory.
        ulong high = Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(left, right) : Math.BigMul(left, right, out _);
        ulong low = (left * right) + addend;
        high += low < addend ? 1UL : 0UL;
        low += carry;
        high += low < carry ? 1UL : 0UL;
        carry = high;
        return low;
    }
}
