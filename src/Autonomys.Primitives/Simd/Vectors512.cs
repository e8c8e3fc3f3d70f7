using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autonomys.Primitives.Simd;

/// <summary>
/// The few steps of 512-bit code for which the portable vectors have no operator: one instruction where the processor has it, and the same
/// result element by element everywhere else, so that code of this width is tested on processors without it.
/// </summary>
public static class Vectors512
{
    /// <summary>Rotates every element right by 1 to 31 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateRight(Vector512<uint> value, [ConstantExpected] byte bits) =>
        Avx512F.IsSupported ? Avx512F.RotateRight(value, bits) : (value >>> bits) | (value << (32 - bits));

    /// <summary>The lower two elements of each 128-bit part, those of <paramref name="a"/> and <paramref name="b"/> in turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> UnpackLow(Vector512<uint> a, Vector512<uint> b) =>
        Avx512F.IsSupported ? Avx512F.UnpackLow(a, b) : PerPart(a, b, static (x, y) => Vector128.Create(x[0], y[0], x[1], y[1]));

    /// <summary>The upper two elements of each 128-bit part, those of <paramref name="a"/> and <paramref name="b"/> in turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> UnpackHigh(Vector512<uint> a, Vector512<uint> b) =>
        Avx512F.IsSupported ? Avx512F.UnpackHigh(a, b) : PerPart(a, b, static (x, y) => Vector128.Create(x[2], y[2], x[3], y[3]));

    /// <summary>The lower element of each 128-bit part of <paramref name="a"/>, then that of <paramref name="b"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> UnpackLow(Vector512<ulong> a, Vector512<ulong> b) =>
        Avx512F.IsSupported ? Avx512F.UnpackLow(a, b) : PerPart(a, b, static (x, y) => Vector128.Create(x[0], y[0]));

    /// <summary>The upper element of each 128-bit part of <paramref name="a"/>, then that of <paramref name="b"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> UnpackHigh(Vector512<ulong> a, Vector512<ulong> b) =>
        Avx512F.IsSupported ? Avx512F.UnpackHigh(a, b) : PerPart(a, b, static (x, y) => Vector128.Create(x[1], y[1]));

    /// <summary>Two 128-bit parts of <paramref name="a"/>, then two of <paramref name="b"/>; two bits of <paramref name="control"/> choose each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> SelectParts(Vector512<uint> a, Vector512<uint> b, [ConstantExpected] byte control) =>
        Avx512F.IsSupported
            ? Avx512F.Shuffle4x128(a, b, control)
            : Vector512.Create(
                Vector256.Create(Part(a, control & 3), Part(a, (control >> 2) & 3)),
                Vector256.Create(Part(b, (control >> 4) & 3), Part(b, control >> 6)));

    /// <summary>Shuffles the bytes of each 128-bit part by the same 16 indexes, all below 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> ShuffleParts(Vector512<byte> value, Vector128<byte> indexes)
    {
        Vector256<byte> twice = Vector256.Create(indexes, indexes);
        return Avx512BW.IsSupported
            ? Avx512BW.Shuffle(value, Vector512.Create(twice, twice))
            : Vector512.Create(
                Vector256.Create(Vector128.Shuffle(Part(value, 0), indexes), Vector128.Shuffle(Part(value, 1), indexes)),
                Vector256.Create(Vector128.Shuffle(Part(value, 2), indexes), Vector128.Shuffle(Part(value, 3), indexes)));
    }

    /// <summary>Looks every index up in a table of 64 bytes; only the lower six bits of an index count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> LookUp(Vector512<byte> table, Vector512<byte> indexes) =>
        Avx512Vbmi.IsSupported ? Avx512Vbmi.PermuteVar64x8(table, indexes) : LookUpPlain(table, indexes);

    /// <summary>The bytes of <paramref name="value"/> whose mask has its highest bit set, without gaps; zeros after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Compress(Vector512<byte> mask, Vector512<byte> value) =>
        Avx512Vbmi2.IsSupported ? Avx512Vbmi2.Compress(Vector512<byte>.Zero, mask, value) : CompressPlain(mask, value);

    private static Vector512<byte> LookUpPlain(Vector512<byte> table, Vector512<byte> indexes)
    {
        Span<byte> entries = stackalloc byte[64];
        Span<byte> result = stackalloc byte[64];
        table.CopyTo(entries);
        indexes.CopyTo(result);
        for (int i = 0; i < 64; i++)
        {
            result[i] = entries[result[i] & 63];
        }

        return Vector512.Create<byte>(result);
    }

    private static Vector512<byte> CompressPlain(Vector512<byte> mask, Vector512<byte> value)
    {
        Span<byte> bytes = stackalloc byte[64];
        Span<byte> result = stackalloc byte[64];
        result.Clear();
        value.CopyTo(bytes);
        int count = 0;
        for (ulong bits = mask.ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
        {
            result[count++] = bytes[BitOperations.TrailingZeroCount(bits)];
        }

        return Vector512.Create<byte>(result);
    }

    private static Vector512<T> PerPart<T>(Vector512<T> a, Vector512<T> b, Func<Vector128<T>, Vector128<T>, Vector128<T>> combine) =>
        Vector512.Create(
            Vector256.Create(combine(Part(a, 0), Part(b, 0)), combine(Part(a, 1), Part(b, 1))),
            Vector256.Create(combine(Part(a, 2), Part(b, 2)), combine(Part(a, 3), Part(b, 3))));

    private static Vector128<T> Part<T>(Vector512<T> value, int index)
    {
        Vector256<T> half = index < 2 ? value.GetLower() : value.GetUpper();
        return index % 2 == 0 ? half.GetLower() : half.GetUpper();
    }
}
