using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>BLAKE3 of short inputs, 8 at once: the one block of a message of at most six words, of whose hash four words are wanted.</summary>
/// <remarks>
/// A lane is one input. Words 6 to 15 of the block are zero for every lane, so the steps that would add them are left out; that, and the
/// end of the last round that no wanted word depends on, is all that differs from <c>Blake3Compression.Compress</c>.
/// </remarks>
internal static unsafe class Blake3Lanes256
{
    /// <summary>One chunk of one block, which is also the root.</summary>
    private const uint Flags = Primitives.Hashing.Blake3Compression.ChunkStart | Primitives.Hashing.Blake3Compression.ChunkEnd
        | Primitives.Hashing.Blake3Compression.Root;

    /// <summary>Hashes 8 inputs.</summary>
    /// <param name="message">Six words of 8 lanes each, little-endian as BLAKE3 reads them; words beyond the input are zero.</param>
    /// <param name="length">Bytes of each input, at most 24.</param>
    /// <param name="output">The first four words of each hash, 8 lanes each.</param>
    public static void Hash(uint* message, uint length, uint* output)
    {
        Vector256<uint> m0 = Vector256.LoadAligned(message);
        Vector256<uint> m1 = Vector256.LoadAligned(message + 8);
        Vector256<uint> m2 = Vector256.LoadAligned(message + 16);
        Vector256<uint> m3 = Vector256.LoadAligned(message + 24);
        Vector256<uint> m4 = Vector256.LoadAligned(message + 32);
        Vector256<uint> m5 = Vector256.LoadAligned(message + 40);
        Vector256<uint> v0 = Vector256.Create(0x6A09E667u);
        Vector256<uint> v1 = Vector256.Create(0xBB67AE85u);
        Vector256<uint> v2 = Vector256.Create(0x3C6EF372u);
        Vector256<uint> v3 = Vector256.Create(0xA54FF53Au);
        Vector256<uint> v4 = Vector256.Create(0x510E527Fu);
        Vector256<uint> v5 = Vector256.Create(0x9B05688Cu);
        Vector256<uint> v6 = Vector256.Create(0x1F83D9ABu);
        Vector256<uint> v7 = Vector256.Create(0x5BE0CD19u);
        Vector256<uint> v8 = Vector256.Create(0x6A09E667u);
        Vector256<uint> v9 = Vector256.Create(0xBB67AE85u);
        Vector256<uint> v10 = Vector256.Create(0x3C6EF372u);
        Vector256<uint> v11 = Vector256.Create(0xA54FF53Au);
        Vector256<uint> v12 = Vector256<uint>.Zero, v13 = Vector256<uint>.Zero;
        Vector256<uint> v14 = Vector256.Create(length);
        Vector256<uint> v15 = Vector256.Create(Flags);

        // Round 1.
        Mix(ref v0, ref v4, ref v8, ref v12, m0, m1);
        Mix(ref v1, ref v5, ref v9, ref v13, m2, m3);
        Mix(ref v2, ref v6, ref v10, ref v14, m4, m5);
        Mix(ref v3, ref v7, ref v11, ref v15);
        Mix(ref v0, ref v5, ref v10, ref v15);
        Mix(ref v1, ref v6, ref v11, ref v12);
        Mix(ref v2, ref v7, ref v8, ref v13);
        Mix(ref v3, ref v4, ref v9, ref v14);

        // Round 2.
        MixFirst(ref v0, ref v4, ref v8, ref v12, m2);
        MixFirst(ref v1, ref v5, ref v9, ref v13, m3);
        MixSecond(ref v2, ref v6, ref v10, ref v14, m0);
        MixFirst(ref v3, ref v7, ref v11, ref v15, m4);
        MixFirst(ref v0, ref v5, ref v10, ref v15, m1);
        MixSecond(ref v1, ref v6, ref v11, ref v12, m5);
        Mix(ref v2, ref v7, ref v8, ref v13);
        Mix(ref v3, ref v4, ref v9, ref v14);

        // Round 3.
        Mix(ref v0, ref v4, ref v8, ref v12, m3, m4);
        Mix(ref v1, ref v5, ref v9, ref v13);
        MixSecond(ref v2, ref v6, ref v10, ref v14, m2);
        Mix(ref v3, ref v7, ref v11, ref v15);
        MixSecond(ref v0, ref v5, ref v10, ref v15, m5);
        MixSecond(ref v1, ref v6, ref v11, ref v12, m0);
        Mix(ref v2, ref v7, ref v8, ref v13);
        MixSecond(ref v3, ref v4, ref v9, ref v14, m1);

        // Round 4.
        Mix(ref v0, ref v4, ref v8, ref v12);
        Mix(ref v1, ref v5, ref v9, ref v13);
        MixSecond(ref v2, ref v6, ref v10, ref v14, m3);
        Mix(ref v3, ref v7, ref v11, ref v15);
        Mix(ref v0, ref v5, ref v10, ref v15, m4, m0);
        MixSecond(ref v1, ref v6, ref v11, ref v12, m2);
        MixFirst(ref v2, ref v7, ref v8, ref v13, m5);
        MixFirst(ref v3, ref v4, ref v9, ref v14, m1);

        // Round 5.
        Mix(ref v0, ref v4, ref v8, ref v12);
        Mix(ref v1, ref v5, ref v9, ref v13);
        Mix(ref v2, ref v6, ref v10, ref v14);
        Mix(ref v3, ref v7, ref v11, ref v15);
        MixSecond(ref v0, ref v5, ref v10, ref v15, m2);
        Mix(ref v1, ref v6, ref v11, ref v12, m5, m3);
        Mix(ref v2, ref v7, ref v8, ref v13, m0, m1);
        MixSecond(ref v3, ref v4, ref v9, ref v14, m4);

        // Round 6.
        Mix(ref v0, ref v4, ref v8, ref v12);
        MixSecond(ref v1, ref v5, ref v9, ref v13, m5);
        Mix(ref v2, ref v6, ref v10, ref v14);
        MixSecond(ref v3, ref v7, ref v11, ref v15, m1);
        MixSecond(ref v0, ref v5, ref v10, ref v15, m3);
        MixFirst(ref v1, ref v6, ref v11, ref v12, m0);
        MixFirst(ref v2, ref v7, ref v8, ref v13, m2);
        MixFirst(ref v3, ref v4, ref v9, ref v14, m4);

        // Round 7.
        Mix(ref v0, ref v4, ref v8, ref v12);
        Mix(ref v1, ref v5, ref v9, ref v13, m5, m0);
        MixFirst(ref v2, ref v6, ref v10, ref v14, m1);
        Mix(ref v3, ref v7, ref v11, ref v15);
        Mix(ref v0, ref v5, ref v10, ref v15);
        MixFirst(ref v1, ref v6, ref v11, ref v12, m2);
        Mix(ref v2, ref v7, ref v8, ref v13, m3, m4);
        Mix(ref v3, ref v4, ref v9, ref v14);

        (v0 ^ v8).StoreAligned(output);
        (v1 ^ v9).StoreAligned(output + 8);
        (v2 ^ v10).StoreAligned(output + 16);
        (v3 ^ v11).StoreAligned(output + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref Vector256<uint> a, ref Vector256<uint> b, ref Vector256<uint> c, ref Vector256<uint> d, Vector256<uint> x, Vector256<uint> y)
    {
        a = a + b + x;
        d = Rotate16(d ^ a);
        c += d;
        b = Rotate12(b ^ c);
        a = a + b + y;
        d = Rotate8(d ^ a);
        c += d;
        b = Rotate7(b ^ c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MixFirst(ref Vector256<uint> a, ref Vector256<uint> b, ref Vector256<uint> c, ref Vector256<uint> d, Vector256<uint> x)
    {
        a = a + b + x;
        d = Rotate16(d ^ a);
        c += d;
        b = Rotate12(b ^ c);
        a = a + b;
        d = Rotate8(d ^ a);
        c += d;
        b = Rotate7(b ^ c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MixSecond(ref Vector256<uint> a, ref Vector256<uint> b, ref Vector256<uint> c, ref Vector256<uint> d, Vector256<uint> y)
    {
        a = a + b;
        d = Rotate16(d ^ a);
        c += d;
        b = Rotate12(b ^ c);
        a = a + b + y;
        d = Rotate8(d ^ a);
        c += d;
        b = Rotate7(b ^ c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref Vector256<uint> a, ref Vector256<uint> b, ref Vector256<uint> c, ref Vector256<uint> d)
    {
        a = a + b;
        d = Rotate16(d ^ a);
        c += d;
        b = Rotate12(b ^ c);
        a = a + b;
        d = Rotate8(d ^ a);
        c += d;
        b = Rotate7(b ^ c);
    }

    // Rotations by whole bytes are byte shuffles; the others two shifts, which on CPUs with AVX-512 become one instruction.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate16(Vector256<uint> value) => Avx2.Shuffle(value.AsByte(), Vector256.Create(
        (byte)2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13)).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate8(Vector256<uint> value) => Avx2.Shuffle(value.AsByte(), Vector256.Create(
        (byte)1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12, 1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12)).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate12(Vector256<uint> value) => (value >>> 12) | (value << 20);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate7(Vector256<uint> value) => (value >>> 7) | (value << 25);
}
