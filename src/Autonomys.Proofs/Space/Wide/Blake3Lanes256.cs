using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector256<uint>;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>BLAKE3 of short inputs, 8 at once: the one block of a message of at most six words, of whose hash four words are wanted.</summary>
/// <remarks>
/// A lane is one input. Words 6 to 15 of the block are zero for every lane, so the steps that would add them are left out; that, and the
/// end of the last round that no wanted word depends on, is all that differs from <c>Blake3Compression.Compress</c>. The four mixings of a
/// half round go in step: one after the other, each is a chain of sixteen instructions that wait for one another, and what a processor
/// looks ahead is too short to find the next one.
/// </remarks>
internal static unsafe class Blake3Lanes256
{
    private const int Lanes = 8;

    /// <summary>One chunk of one block, which is also the root.</summary>
    private const uint Flags = Primitives.Hashing.Blake3Compression.ChunkStart | Primitives.Hashing.Blake3Compression.ChunkEnd
        | Primitives.Hashing.Blake3Compression.Root;

    /// <summary>Hashes 8 inputs.</summary>
    /// <param name="message">Six words of 8 lanes each, little-endian as BLAKE3 reads them; words beyond the input are zero.</param>
    /// <param name="length">Bytes of each input, at most 24.</param>
    /// <param name="output">The first four words of each hash, 8 lanes each.</param>
    public static void Hash(uint* message, uint length, uint* output)
    {
        uint* m0 = message, m1 = message + Lanes, m2 = message + (2 * Lanes);
        uint* m3 = message + (3 * Lanes), m4 = message + (4 * Lanes), m5 = message + (5 * Lanes);
        V v0 = Vector256.Create(0x6A09E667u), v1 = Vector256.Create(0xBB67AE85u);
        V v2 = Vector256.Create(0x3C6EF372u), v3 = Vector256.Create(0xA54FF53Au);
        V v4 = Vector256.Create(0x510E527Fu), v5 = Vector256.Create(0x9B05688Cu);
        V v6 = Vector256.Create(0x1F83D9ABu), v7 = Vector256.Create(0x5BE0CD19u);
        V v8 = Vector256.Create(0x6A09E667u), v9 = Vector256.Create(0xBB67AE85u);
        V v10 = Vector256.Create(0x3C6EF372u), v11 = Vector256.Create(0xA54FF53Au);
        V v12 = V.Zero, v13 = V.Zero, v14 = Vector256.Create(length), v15 = Vector256.Create(Flags);

        // Round 1.
        v0 = v0 + v4 + Vector256.LoadAligned(m0);
        v1 = v1 + v5 + Vector256.LoadAligned(m2);
        v2 = v2 + v6 + Vector256.LoadAligned(m4);
        v3 += v7;
        Turn16And12(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15);
        v0 = v0 + v4 + Vector256.LoadAligned(m1);
        v1 = v1 + v5 + Vector256.LoadAligned(m3);
        v2 = v2 + v6 + Vector256.LoadAligned(m5);
        v3 += v7;
        Turn8And7(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15);
        v0 += v5;
        v1 += v6;
        v2 += v7;
        v3 += v4;
        Turn16And12(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref v10, ref v11, ref v8, ref v9, ref v15, ref v12, ref v13, ref v14);
        v0 += v5;
        v1 += v6;
        v2 += v7;
        v3 += v4;
        Turn8And7(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref v10, ref v11, ref v8, ref v9, ref v15, ref v12, ref v13, ref v14);

        // Round 2.
        v0 = v0 + v4 + Vector256.LoadAligned(m2);
        v1 = v1 + v5 + Vector256.LoadAligned(m3);
        v2 += v6;
        v3 = v3 + v7 + Vector256.LoadAligned(m4);
        Turn16And12(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15);
        v0 += v4;
        v1 += v5;
        v2 = v2 + v6 + Vector256.LoadAligned(m0);
        v3 += v7;
        Turn8And7(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15);
        v0 = v0 + v5 + Vector256.LoadAligned(m1);
        v1 += v6;
        v2 += v7;
        v3 += v4;
        Turn16And12(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref v10, ref v11, ref v8, ref v9, ref v15, ref v12, ref v13, ref v14);
        v0 += v5;
        v1 = v1 + v6 + Vector256.LoadAligned(m5);
        v2 += v7;
        v3 += v4;
        Turn8And7(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref v10, ref v11, ref v8, ref v9, ref v15, ref v12, ref v13, ref v14);

        // Round 3.
        v0 = v0 + v4 + Vector256.LoadAligned(m3);
        v1 += v5;
        v2 += v6;
        v3 += v7;
        Turn16And12(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15);
        v0 = v0 + v4 + Vector256.LoadAligned(m4);
        v1 += v5;
        v2 = v2 + v6 + Vector256.LoadAligned(m2);
        v3 += v7;
        Turn8And7(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15);
        v0 += v5;
        v1 += v6;
        v2 += v7;
        v3 += v4;
        Turn16And12(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref v10, ref v11, ref v8, ref v9, ref v15, ref v12, ref v13, ref v14);
        v0 = v0 + v5 + Vector256.LoadAligned(m5);
        v1 = v1 + v6 + Vector256.LoadAligned(m0);
        v2 += v7;
        v3 = v3 + v4 + Vector256.LoadAligned(m1);
        Turn8And7(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref v10, ref v11, ref v8, ref v9, ref v15, ref v12, ref v13, ref v14);

        // Round 4.
        v0 += v4;
        v1 += v5;
        v2 += v6;
        v3 += v7;
        Turn16And12(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15);
        v0 += v4;
        v1 += v5;
        v2 = v2 + v6 + Vector256.LoadAligned(m3);
        v3 += v7;
        Turn8And7(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15);
        v0 = v0 + v5 + Vector256.LoadAligned(m4);
        v1 += v6;
        v2 = v2 + v7 + Vector256.LoadAligned(m5);
        v3 = v3 + v4 + Vector256.LoadAligned(m1);
        Turn16And12(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref v10, ref v11, ref v8, ref v9, ref v15, ref v12, ref v13, ref v14);
        v0 = v0 + v5 + Vector256.LoadAligned(m0);
        v1 = v1 + v6 + Vector256.LoadAligned(m2);
        v2 += v7;
        v3 += v4;
        Turn8And7(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref v10, ref v11, ref v8, ref v9, ref v15, ref v12, ref v13, ref v14);

        // Round 5.
        v0 += v4;
        v1 += v5;
        v2 += v6;
        v3 += v7;
        Turn16And12(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15);
        v0 += v4;
        v1 += v5;
        v2 += v6;
        v3 += v7;
        Turn8And7(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15);
        v0 += v5;
        v1 = v1 + v6 + Vector256.LoadAligned(m5);
        v2 = v2 + v7 + Vector256.LoadAligned(m0);
        v3 += v4;
        Turn16And12(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref v10, ref v11, ref v8, ref v9, ref v15, ref v12, ref v13, ref v14);
        v0 = v0 + v5 + Vector256.LoadAligned(m2);
        v1 = v1 + v6 + Vector256.LoadAligned(m3);
        v2 = v2 + v7 + Vector256.LoadAligned(m1);
        v3 = v3 + v4 + Vector256.LoadAligned(m4);
        Turn8And7(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref v10, ref v11, ref v8, ref v9, ref v15, ref v12, ref v13, ref v14);

        // Round 6.
        v0 += v4;
        v1 += v5;
        v2 += v6;
        v3 += v7;
        Turn16And12(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15);
        v0 += v4;
        v1 = v1 + v5 + Vector256.LoadAligned(m5);
        v2 += v6;
        v3 = v3 + v7 + Vector256.LoadAligned(m1);
        Turn8And7(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15);
        v0 += v5;
        v1 = v1 + v6 + Vector256.LoadAligned(m0);
        v2 = v2 + v7 + Vector256.LoadAligned(m2);
        v3 = v3 + v4 + Vector256.LoadAligned(m4);
        Turn16And12(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref v10, ref v11, ref v8, ref v9, ref v15, ref v12, ref v13, ref v14);
        v0 = v0 + v5 + Vector256.LoadAligned(m3);
        v1 += v6;
        v2 += v7;
        v3 += v4;
        Turn8And7(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref v10, ref v11, ref v8, ref v9, ref v15, ref v12, ref v13, ref v14);

        // Round 7.
        v0 += v4;
        v1 = v1 + v5 + Vector256.LoadAligned(m5);
        v2 = v2 + v6 + Vector256.LoadAligned(m1);
        v3 += v7;
        Turn16And12(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15);
        v0 += v4;
        v1 = v1 + v5 + Vector256.LoadAligned(m0);
        v2 += v6;
        v3 += v7;
        Turn8And7(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15);
        v0 += v5;
        v1 = v1 + v6 + Vector256.LoadAligned(m2);
        v2 = v2 + v7 + Vector256.LoadAligned(m3);
        v3 += v4;
        Turn16And12(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref v10, ref v11, ref v8, ref v9, ref v15, ref v12, ref v13, ref v14);
        v0 += v5;
        v1 += v6;
        v2 = v2 + v7 + Vector256.LoadAligned(m4);
        v3 += v4;
        Turn8And7(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref v10, ref v11, ref v8, ref v9, ref v15, ref v12, ref v13, ref v14);

        (v0 ^ v8).StoreAligned(output);
        (v1 ^ v9).StoreAligned(output + Lanes);
        (v2 ^ v10).StoreAligned(output + (2 * Lanes));
        (v3 ^ v11).StoreAligned(output + (3 * Lanes));
    }

    // Rotations by whole bytes are shuffles, whose constants stand in place: as properties they would be calls. The others are two shifts,
    // which on processors with AVX-512 become one instruction.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn16And12(
        ref V a0, ref V a1, ref V a2, ref V a3,
        ref V b0, ref V b1, ref V b2, ref V b3,
        ref V c0, ref V c1, ref V c2, ref V c3,
        ref V d0, ref V d1, ref V d2, ref V d3)
    {
        Vector256<byte> order = Vector256.Create(
            (byte)2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
        d0 = Avx2.Shuffle((d0 ^ a0).AsByte(), order).AsUInt32();
        d1 = Avx2.Shuffle((d1 ^ a1).AsByte(), order).AsUInt32();
        d2 = Avx2.Shuffle((d2 ^ a2).AsByte(), order).AsUInt32();
        d3 = Avx2.Shuffle((d3 ^ a3).AsByte(), order).AsUInt32();
        c0 += d0;
        c1 += d1;
        c2 += d2;
        c3 += d3;
        b0 ^= c0;
        b1 ^= c1;
        b2 ^= c2;
        b3 ^= c3;
        b0 = (b0 >>> 12) | (b0 << 20);
        b1 = (b1 >>> 12) | (b1 << 20);
        b2 = (b2 >>> 12) | (b2 << 20);
        b3 = (b3 >>> 12) | (b3 << 20);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn8And7(
        ref V a0, ref V a1, ref V a2, ref V a3,
        ref V b0, ref V b1, ref V b2, ref V b3,
        ref V c0, ref V c1, ref V c2, ref V c3,
        ref V d0, ref V d1, ref V d2, ref V d3)
    {
        Vector256<byte> order = Vector256.Create(
            (byte)1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12, 1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12);
        d0 = Avx2.Shuffle((d0 ^ a0).AsByte(), order).AsUInt32();
        d1 = Avx2.Shuffle((d1 ^ a1).AsByte(), order).AsUInt32();
        d2 = Avx2.Shuffle((d2 ^ a2).AsByte(), order).AsUInt32();
        d3 = Avx2.Shuffle((d3 ^ a3).AsByte(), order).AsUInt32();
        c0 += d0;
        c1 += d1;
        c2 += d2;
        c3 += d3;
        b0 ^= c0;
        b1 ^= c1;
        b2 ^= c2;
        b3 ^= c3;
        b0 = (b0 >>> 7) | (b0 << 25);
        b1 = (b1 >>> 7) | (b1 << 25);
        b2 = (b2 >>> 7) | (b2 << 25);
        b3 = (b3 >>> 7) | (b3 << 25);
    }
}
