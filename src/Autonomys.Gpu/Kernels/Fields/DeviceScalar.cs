using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autonomys.Gpu.Kernels.Fields;

/// <summary>A <see cref="Cryptography.Bls12381.Fields.Scalar"/> as kernels see it: the same 32 bytes as eight little-endian words.</summary>
/// <remarks>
/// Montgomery form to the same 2^256, always below r, so that arrays are copied between host and device as they lie. Words are named fields:
/// an index that is not a constant would put them into local memory.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct DeviceScalar(uint word0, uint word1, uint word2, uint word3, uint word4, uint word5, uint word6, uint word7)
{
    /// <summary>32-bit words.</summary>
    public const int Words = 8;

    // r, little-endian. Its two lowest words make the quotient digit a negation and its product with them a shift and a subtraction.
    private const uint Modulus0 = 0x00000001;
    private const uint Modulus1 = 0xffffffff;
    private const uint Modulus2 = 0xfffe5bfe;
    private const uint Modulus3 = 0x53bda402;
    private const uint Modulus4 = 0x09a1d805;
    private const uint Modulus5 = 0x3339d808;
    private const uint Modulus6 = 0x299d7d48;
    private const uint Modulus7 = 0x73eda753;

    public readonly uint Word0 = word0;
    public readonly uint Word1 = word1;
    public readonly uint Word2 = word2;
    public readonly uint Word3 = word3;
    public readonly uint Word4 = word4;
    public readonly uint Word5 = word5;
    public readonly uint Word6 = word6;
    public readonly uint Word7 = word7;

    public static DeviceScalar One =>
        new(0xfffffffe, 0x00000001, 0x00034802, 0x5884b7fa, 0xecbc4ff5, 0x998c4fef, 0xacc5056f, 0x1824b159);

    /// <summary>2^512 modulo r: a product with it brings an integer into Montgomery form.</summary>
    public static DeviceScalar RSquared =>
        new(0xf3f29c6d, 0xc999e990, 0x87925c23, 0x2b6cedcb, 0x7254398f, 0x05d31496, 0x9f59ff11, 0x0748d9d9);

    /// <summary>The integer one: a product with it leaves Montgomery form.</summary>
    public static DeviceScalar IntegerOne => new(1, 0, 0, 0, 0, 0, 0, 0);

    public bool IsZero => (Word0 | Word1 | Word2 | Word3 | Word4 | Word5 | Word6 | Word7) == 0;

    /// <summary>Whether the words, as an integer, are below r.</summary>
    public bool IsReduced
    {
        get
        {
            Subtract(this, new(Modulus0, Modulus1, Modulus2, Modulus3, Modulus4, Modulus5, Modulus6, Modulus7), out uint borrow);
            return borrow != 0;
        }
    }

    public static DeviceScalar Add(DeviceScalar left, DeviceScalar right)
    {
        // Twice r stays below 2^256.
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
        return ReduceOnce(new(word0, word1, word2, word3, word4, word5, word6, (uint)sum));
    }

    public static DeviceScalar Subtract(DeviceScalar left, DeviceScalar right)
    {
        DeviceScalar difference = Subtract(left, right, out uint mask);
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
        uint word7 = (uint)(sum >> 32) + difference.Word7 + (Modulus7 & mask);
        return new(word0, word1, word2, word3, word4, word5, word6, word7);
    }

    /// <summary>left · right / 2^256 modulo r.</summary>
    /// <remarks>
    /// A word of <paramref name="right"/> at a time, as the processor's form does with 64-bit words. Each step is a product of two words plus two
    /// words, which fits 64 bits. <paramref name="left"/> may be any 256-bit integer: the total stays below left + r.
    /// </remarks>
    public static DeviceScalar Multiply(DeviceScalar left, DeviceScalar right)
    {
        uint t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0, t6 = 0, t7 = 0;
        Round(left, right.Word0, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7);
        Round(left, right.Word1, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7);
        Round(left, right.Word2, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7);
        Round(left, right.Word3, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7);
        Round(left, right.Word4, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7);
        Round(left, right.Word5, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7);
        Round(left, right.Word6, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7);
        Round(left, right.Word7, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7);
        return ReduceOnce(new(t0, t1, t2, t3, t4, t5, t6, t7));
    }

    /// <summary>The inverse by Fermat's little theorem, the power r − 2; zero for zero.</summary>
    public static DeviceScalar Invert(DeviceScalar value)
    {
        DeviceScalar result = One;
        for (int bit = 254; bit >= 0; bit--)
        {
            result = Multiply(result, result);
            uint word = InverseExponent(bit >> 5);
            if (((word >> (bit & 31)) & 1) != 0)
            {
                result = Multiply(result, value);
            }
        }

        return result;
    }

    /// <summary>A word of r − 2; every thread asks for the same one, so this is a uniform choice and no memory.</summary>
    private static uint InverseExponent(int word) => word switch
    {
        0 => 0xffffffff,
        1 => 0xfffffffe,
        2 => Modulus2,
        3 => Modulus3,
        4 => Modulus4,
        5 => Modulus5,
        6 => Modulus6,
        _ => Modulus7,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        DeviceScalar a, uint b, ref uint t0, ref uint t1, ref uint t2, ref uint t3, ref uint t4, ref uint t5, ref uint t6, ref uint t7)
    {
        ulong product = ((ulong)a.Word0 * b) + t0;
        uint low = (uint)product;

        // −1/r modulo 2^32 is −1. Adding quotient · r clears the lowest word, with a carry unless that was zero already.
        uint quotient = 0 - low;
        ulong clear = (((ulong)quotient << 32) - quotient) + (low == 0 ? 0UL : 1UL);
        product = ((ulong)a.Word1 * b) + t1 + (product >> 32);
        clear += (uint)product;
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
        t7 = (uint)(product >> 32) + (uint)(clear >> 32);
    }

    /// <summary>left − right modulo 2^256; <paramref name="borrow"/> is all ones where that went below zero, and zero otherwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DeviceScalar Subtract(DeviceScalar left, DeviceScalar right, out uint borrow)
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
        borrow = (uint)(difference >> 32);
        return new(word0, word1, word2, word3, word4, word5, word6, (uint)difference);
    }

    /// <summary>Takes r off an integer below 2r when that leaves it at zero or more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DeviceScalar ReduceOnce(DeviceScalar value)
    {
        DeviceScalar reduced = Subtract(
            value, new(Modulus0, Modulus1, Modulus2, Modulus3, Modulus4, Modulus5, Modulus6, Modulus7), out uint keep);
        return new(
            reduced.Word0 ^ ((reduced.Word0 ^ value.Word0) & keep),
            reduced.Word1 ^ ((reduced.Word1 ^ value.Word1) & keep),
            reduced.Word2 ^ ((reduced.Word2 ^ value.Word2) & keep),
            reduced.Word3 ^ ((reduced.Word3 ^ value.Word3) & keep),
            reduced.Word4 ^ ((reduced.Word4 ^ value.Word4) & keep),
            reduced.Word5 ^ ((reduced.Word5 ^ value.Word5) & keep),
            reduced.Word6 ^ ((reduced.Word6 ^ value.Word6) & keep),
            reduced.Word7 ^ ((reduced.Word7 ^ value.Word7) & keep));
    }
}
