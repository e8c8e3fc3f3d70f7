using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autonomys.Gpu.Kernels.Points;

/// <summary>An element of the base field of BLS12-381 as kernels see it: the processor's 48 bytes as twelve little-endian words.</summary>
/// <remarks>
/// Montgomery form to the same 2^384, always below p, so that points are copied between host and device as they lie. Named fields, as in
/// <see cref="Fields.DeviceScalar"/>.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct DeviceFp(
    uint word0, uint word1, uint word2, uint word3, uint word4, uint word5, uint word6, uint word7, uint word8, uint word9, uint word10, uint word11)
{
    /// <summary>32-bit words.</summary>
    public const int Words = 12;

    // p, little-endian.
    private const uint Modulus0 = 0xffffaaab;
    private const uint Modulus1 = 0xb9feffff;
    private const uint Modulus2 = 0xb153ffff;
    private const uint Modulus3 = 0x1eabfffe;
    private const uint Modulus4 = 0xf6b0f624;
    private const uint Modulus5 = 0x6730d2a0;
    private const uint Modulus6 = 0xf38512bf;
    private const uint Modulus7 = 0x64774b84;
    private const uint Modulus8 = 0x434bacd7;
    private const uint Modulus9 = 0x4b1ba7b6;
    private const uint Modulus10 = 0x397fe69a;
    private const uint Modulus11 = 0x1a0111ea;

    /// <summary>-1/p modulo 2^32.</summary>
    private const uint NegativeInverse = 0xfffcfffd;

    public readonly uint Word0 = word0;
    public readonly uint Word1 = word1;
    public readonly uint Word2 = word2;
    public readonly uint Word3 = word3;
    public readonly uint Word4 = word4;
    public readonly uint Word5 = word5;
    public readonly uint Word6 = word6;
    public readonly uint Word7 = word7;
    public readonly uint Word8 = word8;
    public readonly uint Word9 = word9;
    public readonly uint Word10 = word10;
    public readonly uint Word11 = word11;

    public static DeviceFp One => new(
        0x0002fffd, 0x76090000, 0xc40c0002, 0xebf4000b, 0x53c758ba, 0x5f489857,
        0x70525745, 0x77ce5853, 0xa256ec6d, 0x5c071a97, 0xfa80e493, 0x15f65ec3);

    public bool IsZero =>
        (Word0 | Word1 | Word2 | Word3 | Word4 | Word5 | Word6 | Word7 | Word8 | Word9 | Word10 | Word11) == 0;

    private static DeviceFp Modulus => new(
        Modulus0, Modulus1, Modulus2, Modulus3, Modulus4, Modulus5,
        Modulus6, Modulus7, Modulus8, Modulus9, Modulus10, Modulus11);

    public static DeviceFp Add(DeviceFp left, DeviceFp right)
    {
        // Twice p stays below 2^382.
        ulong sum = (ulong)left.Word0 + right.Word0;
        uint word0 = (uint)sum;
        sum = (sum >> 32) + left.Word1 + right.Word1;
        uint word1 = (uint)sum;
        sum = (sum >> 32) + left.Word2 + right.Word2;
        uint word2 = (uint)sum;
        sum = (sum >> 32) + left.Word3 + right.Word3;
        uint word3 = (uint)sum;
        sum = (sum >> 32) + left.Word4 + right.Word4;
        uint word4 = (uint)sum;
        sum = (sum >> 32) + left.Word5 + right.Word5;
        uint word5 = (uint)sum;
        sum = (sum >> 32) + left.Word6 + right.Word6;
        uint word6 = (uint)sum;
        sum = (sum >> 32) + left.Word7 + right.Word7;
        uint word7 = (uint)sum;
        sum = (sum >> 32) + left.Word8 + right.Word8;
        uint word8 = (uint)sum;
        sum = (sum >> 32) + left.Word9 + right.Word9;
        uint word9 = (uint)sum;
        sum = (sum >> 32) + left.Word10 + right.Word10;
        uint word10 = (uint)sum;
        sum = (sum >> 32) + left.Word11 + right.Word11;
        return ReduceOnce(new(word0, word1, word2, word3, word4, word5, word6, word7, word8, word9, word10, (uint)sum));
    }

    public static DeviceFp Double(DeviceFp value) => Add(value, value);

    public static DeviceFp Subtract(DeviceFp left, DeviceFp right)
    {
        DeviceFp difference = Subtract(left, right, out uint mask);
        ulong sum = (ulong)difference.Word0 + (Modulus0 & mask);
        uint word0 = (uint)sum;
        sum = (sum >> 32) + difference.Word1 + (Modulus1 & mask);
        uint word1 = (uint)sum;
        sum = (sum >> 32) + difference.Word2 + (Modulus2 & mask);
        uint word2 = (uint)sum;
        sum = (sum >> 32) + difference.Word3 + (Modulus3 & mask);
        uint word3 = (uint)sum;
        sum = (sum >> 32) + difference.Word4 + (Modulus4 & mask);
        uint word4 = (uint)sum;
        sum = (sum >> 32) + difference.Word5 + (Modulus5 & mask);
        uint word5 = (uint)sum;
        sum = (sum >> 32) + difference.Word6 + (Modulus6 & mask);
        uint word6 = (uint)sum;
        sum = (sum >> 32) + difference.Word7 + (Modulus7 & mask);
        uint word7 = (uint)sum;
        sum = (sum >> 32) + difference.Word8 + (Modulus8 & mask);
        uint word8 = (uint)sum;
        sum = (sum >> 32) + difference.Word9 + (Modulus9 & mask);
        uint word9 = (uint)sum;
        sum = (sum >> 32) + difference.Word10 + (Modulus10 & mask);
        uint word10 = (uint)sum;
        uint word11 = (uint)(sum >> 32) + difference.Word11 + (Modulus11 & mask);
        return new(word0, word1, word2, word3, word4, word5, word6, word7, word8, word9, word10, word11);
    }

    /// <summary>The other root of the same square: p less the value; zero for zero.</summary>
    public static DeviceFp Negate(DeviceFp value) => Subtract(default, value);

    /// <summary>left · right / 2^384 modulo p.</summary>
    /// <remarks>
    /// A word of <paramref name="right"/> at a time; each step is a product of two words plus two words, which fits 64 bits. Three rounds of four
    /// words: unrolled whole, the kernels that add points would be a megabyte of code, slow to compile and larger than an instruction cache.
    /// </remarks>
    public static DeviceFp Multiply(DeviceFp left, DeviceFp right)
    {
        uint t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0, t6 = 0, t7 = 0, t8 = 0, t9 = 0, t10 = 0, t11 = 0;
        for (int i = 0; i < 3; i++)
        {
            Round(left, right.Word0, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7, ref t8, ref t9, ref t10, ref t11);
            Round(left, right.Word1, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7, ref t8, ref t9, ref t10, ref t11);
            Round(left, right.Word2, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7, ref t8, ref t9, ref t10, ref t11);
            Round(left, right.Word3, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7, ref t8, ref t9, ref t10, ref t11);
            right = new(
                right.Word4, right.Word5, right.Word6, right.Word7, right.Word8, right.Word9, right.Word10, right.Word11, 0, 0, 0, 0);
        }

        return ReduceOnce(new(t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11));
    }

    public static DeviceFp Square(DeviceFp value) => Multiply(value, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        DeviceFp a,
        uint b,
        ref uint t0, ref uint t1, ref uint t2, ref uint t3, ref uint t4, ref uint t5,
        ref uint t6, ref uint t7, ref uint t8, ref uint t9, ref uint t10, ref uint t11)
    {
        ulong product = ((ulong)a.Word0 * b) + t0;

        // The multiple of p that clears the lowest word.
        uint quotient = (uint)product * NegativeInverse;
        ulong clear = ((ulong)quotient * Modulus0) + (uint)product;
        product = ((ulong)a.Word1 * b) + t1 + (product >> 32);
        clear = ((ulong)quotient * Modulus1) + (uint)product + (clear >> 32);
        t0 = (uint)clear;
        product = ((ulong)a.Word2 * b) + t2 + (product >> 32);
        clear = ((ulong)quotient * Modulus2) + (uint)product + (clear >> 32);
        t1 = (uint)clear;
        product = ((ulong)a.Word3 * b) + t3 + (product >> 32);
        clear = ((ulong)quotient * Modulus3) + (uint)product + (clear >> 32);
        t2 = (uint)clear;
        product = ((ulong)a.Word4 * b) + t4 + (product >> 32);
        clear = ((ulong)quotient * Modulus4) + (uint)product + (clear >> 32);
        t3 = (uint)clear;
        product = ((ulong)a.Word5 * b) + t5 + (product >> 32);
        clear = ((ulong)quotient * Modulus5) + (uint)product + (clear >> 32);
        t4 = (uint)clear;
        product = ((ulong)a.Word6 * b) + t6 + (product >> 32);
        clear = ((ulong)quotient * Modulus6) + (uint)product + (clear >> 32);
        t5 = (uint)clear;
        product = ((ulong)a.Word7 * b) + t7 + (product >> 32);
        clear = ((ulong)quotient * Modulus7) + (uint)product + (clear >> 32);
        t6 = (uint)clear;
        product = ((ulong)a.Word8 * b) + t8 + (product >> 32);
        clear = ((ulong)quotient * Modulus8) + (uint)product + (clear >> 32);
        t7 = (uint)clear;
        product = ((ulong)a.Word9 * b) + t9 + (product >> 32);
        clear = ((ulong)quotient * Modulus9) + (uint)product + (clear >> 32);
        t8 = (uint)clear;
        product = ((ulong)a.Word10 * b) + t10 + (product >> 32);
        clear = ((ulong)quotient * Modulus10) + (uint)product + (clear >> 32);
        t9 = (uint)clear;
        product = ((ulong)a.Word11 * b) + t11 + (product >> 32);
        clear = ((ulong)quotient * Modulus11) + (uint)product + (clear >> 32);
        t10 = (uint)clear;
        t11 = (uint)(product >> 32) + (uint)(clear >> 32);
    }

    /// <summary>left − right modulo 2^384; <paramref name="borrow"/> is all ones where that went below zero, and zero otherwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DeviceFp Subtract(DeviceFp left, DeviceFp right, out uint borrow)
    {
        long difference = (long)left.Word0 - right.Word0;
        uint word0 = (uint)difference;
        difference = (difference >> 32) + left.Word1 - right.Word1;
        uint word1 = (uint)difference;
        difference = (difference >> 32) + left.Word2 - right.Word2;
        uint word2 = (uint)difference;
        difference = (difference >> 32) + left.Word3 - right.Word3;
        uint word3 = (uint)difference;
        difference = (difference >> 32) + left.Word4 - right.Word4;
        uint word4 = (uint)difference;
        difference = (difference >> 32) + left.Word5 - right.Word5;
        uint word5 = (uint)difference;
        difference = (difference >> 32) + left.Word6 - right.Word6;
        uint word6 = (uint)difference;
        difference = (difference >> 32) + left.Word7 - right.Word7;
        uint word7 = (uint)difference;
        difference = (difference >> 32) + left.Word8 - right.Word8;
        uint word8 = (uint)difference;
        difference = (difference >> 32) + left.Word9 - right.Word9;
        uint word9 = (uint)difference;
        difference = (difference >> 32) + left.Word10 - right.Word10;
        uint word10 = (uint)difference;
        difference = (difference >> 32) + left.Word11 - right.Word11;
        borrow = (uint)(difference >> 32);
        return new(word0, word1, word2, word3, word4, word5, word6, word7, word8, word9, word10, (uint)difference);
    }

    /// <summary>Takes p off an integer below 2p when that leaves it at zero or more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DeviceFp ReduceOnce(DeviceFp value)
    {
        DeviceFp reduced = Subtract(value, Modulus, out uint keep);
        return new(
            reduced.Word0 ^ ((reduced.Word0 ^ value.Word0) & keep),
            reduced.Word1 ^ ((reduced.Word1 ^ value.Word1) & keep),
            reduced.Word2 ^ ((reduced.Word2 ^ value.Word2) & keep),
            reduced.Word3 ^ ((reduced.Word3 ^ value.Word3) & keep),
            reduced.Word4 ^ ((reduced.Word4 ^ value.Word4) & keep),
            reduced.Word5 ^ ((reduced.Word5 ^ value.Word5) & keep),
            reduced.Word6 ^ ((reduced.Word6 ^ value.Word6) & keep),
            reduced.Word7 ^ ((reduced.Word7 ^ value.Word7) & keep),
            reduced.Word8 ^ ((reduced.Word8 ^ value.Word8) & keep),
            reduced.Word9 ^ ((reduced.Word9 ^ value.Word9) & keep),
            reduced.Word10 ^ ((reduced.Word10 ^ value.Word10) & keep),
            reduced.Word11 ^ ((reduced.Word11 ^ value.Word11) & keep));
    }
}
