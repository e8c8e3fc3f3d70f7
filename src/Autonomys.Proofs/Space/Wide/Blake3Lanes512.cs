using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Autonomys.Primitives.Simd;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>BLAKE3 of short inputs, 16 at once: the one block of a message of at most six words, of whose hash four words are wanted.</summary>
/// <remarks>
/// A lane is one input. Words 6 to 15 of the block are zero for every lane, so the steps that would add them are left out; that, and the
/// end of the last round that no wanted word depends on, is all that differs from <c>Blake3Compression.Compress</c>.
/// </remarks>
internal static unsafe class Blake3Lanes512
{
    /// <summary>One chunk of one block, which is also the root.</summary>
    private const uint Flags = Primitives.Hashing.Blake3Compression.ChunkStart | Primitives.Hashing.Blake3Compression.ChunkEnd
        | Primitives.Hashing.Blake3Compression.Root;

    /// <summary>Hashes 16 inputs.</summary>
    /// <param name="message">Six words of 16 lanes each, little-endian as BLAKE3 reads them; words beyond the input are zero.</param>
    /// <param name="length">Bytes of each input, at most 24.</param>
    /// <param name="output">The first four words of each hash, 16 lanes each.</param>
    public static void Hash(uint* message, uint length, uint* output)
    {
        Vector512<uint> m0 = Vector512.LoadAligned(message);
        Vector512<uint> m1 = Vector512.LoadAligned(message + 16);
        Vector512<uint> m2 = Vector512.LoadAligned(message + 32);
        Vector512<uint> m3 = Vector512.LoadAligned(message + 48);
        Vector512<uint> m4 = Vector512.LoadAligned(message + 64);
        Vector512<uint> m5 = Vector512.LoadAligned(message + 80);
        Vector512<uint> v0 = Vector512.Create(0x6A09E667u);
        Vector512<uint> v1 = Vector512.Create(0xBB67AE85u);
        Vector512<uint> v2 = Vector512.Create(0x3C6EF372u);
        Vector512<uint> v3 = Vector512.Create(0xA54FF53Au);
        Vector512<uint> v4 = Vector512.Create(0x510E527Fu);
        Vector512<uint> v5 = Vector512.Create(0x9B05688Cu);
        Vector512<uint> v6 = Vector512.Create(0x1F83D9ABu);
        Vector512<uint> v7 = Vector512.Create(0x5BE0CD19u);
        Vector512<uint> v8 = Vector512.Create(0x6A09E667u);
        Vector512<uint> v9 = Vector512.Create(0xBB67AE85u);
        Vector512<uint> v10 = Vector512.Create(0x3C6EF372u);
        Vector512<uint> v11 = Vector512.Create(0xA54FF53Au);
        Vector512<uint> v12 = Vector512<uint>.Zero, v13 = Vector512<uint>.Zero;
        Vector512<uint> v14 = Vector512.Create(length);
        Vector512<uint> v15 = Vector512.Create(Flags);

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
        (v1 ^ v9).StoreAligned(output + 16);
        (v2 ^ v10).StoreAligned(output + 32);
        (v3 ^ v11).StoreAligned(output + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref Vector512<uint> a, ref Vector512<uint> b, ref Vector512<uint> c, ref Vector512<uint> d, Vector512<uint> x, Vector512<uint> y)
    {
        a = a + b + x;
        d = Vectors512.RotateRight(d ^ a, 16);
        c += d;
        b = Vectors512.RotateRight(b ^ c, 12);
        a = a + b + y;
        d = Vectors512.RotateRight(d ^ a, 8);
        c += d;
        b = Vectors512.RotateRight(b ^ c, 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MixFirst(ref Vector512<uint> a, ref Vector512<uint> b, ref Vector512<uint> c, ref Vector512<uint> d, Vector512<uint> x)
    {
        a = a + b + x;
        d = Vectors512.RotateRight(d ^ a, 16);
        c += d;
        b = Vectors512.RotateRight(b ^ c, 12);
        a = a + b;
        d = Vectors512.RotateRight(d ^ a, 8);
        c += d;
        b = Vectors512.RotateRight(b ^ c, 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MixSecond(ref Vector512<uint> a, ref Vector512<uint> b, ref Vector512<uint> c, ref Vector512<uint> d, Vector512<uint> y)
    {
        a = a + b;
        d = Vectors512.RotateRight(d ^ a, 16);
        c += d;
        b = Vectors512.RotateRight(b ^ c, 12);
        a = a + b + y;
        d = Vectors512.RotateRight(d ^ a, 8);
        c += d;
        b = Vectors512.RotateRight(b ^ c, 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref Vector512<uint> a, ref Vector512<uint> b, ref Vector512<uint> c, ref Vector512<uint> d)
    {
        a = a + b;
        d = Vectors512.RotateRight(d ^ a, 16);
        c += d;
        b = Vectors512.RotateRight(b ^ c, 12);
        a = a + b;
        d = Vectors512.RotateRight(d ^ a, 8);
        c += d;
        b = Vectors512.RotateRight(b ^ c, 7);
    }
}
