using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autonomys.Cluster.Placement;

/// <summary>GF(2^8) with the polynomial x^8 + x^4 + x^3 + x^2 + 1.</summary>
internal static class GaloisField
{
    private const int Polynomial = 0x11D;
    private static readonly byte[] Exponentials = new byte[510];
    private static readonly byte[] Logarithms = new byte[256];

    static GaloisField()
    {
        int value = 1;
        for (int i = 0; i < 255; i++)
        {
            Exponentials[i] = Exponentials[i + 255] = (byte)value;
            Logarithms[value] = (byte)i;
            value = (value << 1) ^ ((value & 0x80) != 0 ? Polynomial : 0);
        }
    }

    public static byte Multiply(byte left, byte right) =>
        left == 0 || right == 0 ? (byte)0 : Exponentials[Logarithms[left] + Logarithms[right]];

    /// <exception cref="DivideByZeroException">Of zero.</exception>
    public static byte Invert(byte value) => value == 0 ? throw new DivideByZeroException() : Exponentials[255 - Logarithms[value]];

    /// <summary>Adds <paramref name="factor"/> times each byte of <paramref name="source"/> to <paramref name="sum"/>.</summary>
    public static void MultiplyAdd(byte factor, ReadOnlySpan<byte> source, Span<byte> sum)
    {
        if (source.Length != sum.Length)
        {
            throw new ArgumentException($"{source.Length} bytes cannot be added to {sum.Length}.");
        }

        int done = Avx512BW.IsSupported ? MultiplyAdd512(factor, source, sum)
            : Avx2.IsSupported ? MultiplyAdd256(factor, source, sum)
            : 0;
        MultiplyAddScalar(factor, source[done..], sum[done..]);
    }

    internal static void MultiplyAddScalar(byte factor, ReadOnlySpan<byte> source, Span<byte> sum)
    {
        for (int i = 0; i < source.Length; i++)
        {
            sum[i] ^= Multiply(factor, source[i]);
        }
    }

    // 64 lanes of a byte. A product is the sum of those of the two halves of a byte, each one of sixteen: a shuffle looks them up.
    // Whole vectors only; returns how many bytes were done.
    internal static int MultiplyAdd512(byte factor, ReadOnlySpan<byte> source, Span<byte> sum)
    {
        (Vector128<byte> low, Vector128<byte> high) = Products(factor);
        Vector512<byte> lows = Vector512.Create(Vector256.Create(low, low), Vector256.Create(low, low));
        Vector512<byte> highs = Vector512.Create(Vector256.Create(high, high), Vector256.Create(high, high));
        Vector512<byte> mask = Vector512.Create((byte)0x0F);
        ReadOnlySpan<Vector512<byte>> sources = MemoryMarshal.Cast<byte, Vector512<byte>>(source);
        Span<Vector512<byte>> sums = MemoryMarshal.Cast<byte, Vector512<byte>>(sum);
        for (int i = 0; i < sources.Length; i++)
        {
            Vector512<byte> bytes = sources[i];
            Vector512<byte> upper = Vector512.ShiftRightLogical(bytes.AsUInt16(), 4).AsByte() & mask;
            sums[i] ^= Avx512BW.Shuffle(lows, bytes & mask) ^ Avx512BW.Shuffle(highs, upper);
        }

        return sources.Length * Vector512<byte>.Count;
    }

    // The same with 32 lanes.
    internal static int MultiplyAdd256(byte factor, ReadOnlySpan<byte> source, Span<byte> sum)
    {
        (Vector128<byte> low, Vector128<byte> high) = Products(factor);
        Vector256<byte> lows = Vector256.Create(low, low);
        Vector256<byte> highs = Vector256.Create(high, high);
        Vector256<byte> mask = Vector256.Create((byte)0x0F);
        ReadOnlySpan<Vector256<byte>> sources = MemoryMarshal.Cast<byte, Vector256<byte>>(source);
        Span<Vector256<byte>> sums = MemoryMarshal.Cast<byte, Vector256<byte>>(sum);
        for (int i = 0; i < sources.Length; i++)
        {
            Vector256<byte> bytes = sources[i];
            Vector256<byte> upper = Vector256.ShiftRightLogical(bytes.AsUInt16(), 4).AsByte() & mask;
            sums[i] ^= Avx2.Shuffle(lows, bytes & mask) ^ Avx2.Shuffle(highs, upper);
        }

        return sources.Length * Vector256<byte>.Count;
    }

    private static (Vector128<byte> Low, Vector128<byte> High) Products(byte factor)
    {
        Span<byte> low = stackalloc byte[16];
        Span<byte> high = stackalloc byte[16];
        for (int i = 0; i < 16; i++)
        {
            low[i] = Multiply(factor, (byte)i);
            high[i] = Multiply(factor, (byte)(i << 4));
        }

        return (Vector128.Create<byte>(low), Vector128.Create<byte>(high));
    }
}
