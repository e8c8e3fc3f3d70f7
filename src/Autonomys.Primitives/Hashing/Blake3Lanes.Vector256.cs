using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector256<uint>;

namespace Autonomys.Primitives.Hashing;

/// <content>Eight inputs at once. Lane i of vector w is word w of input i's state; the block's words are transposed into the same shape.</content>
internal static partial class Blake3Lanes
{
    private const int Width256 = 8;

    private static Vector256<byte> Rotate16 => Vector256.Create(
        (byte)2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);

    private static Vector256<byte> Rotate8 => Vector256.Create(
        (byte)1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12, 1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12);

    internal static bool IsVector256Supported => Avx2.IsSupported;

    /// <inheritdoc cref="Hash"/>
    internal static void Vector256Lanes(
        ReadOnlySpan<uint> key, ReadOnlySpan<byte> inputs, int inputLength, Blake3LanesJob job, Span<byte> outputs)
    {
        Span<V> message = stackalloc V[16];
        Span<V> state = stackalloc V[16];
        Span<byte> tail = stackalloc byte[Width256 * Blake3Compression.BlockSize];
        int count = outputs.Length / 32;
        for (int first = 0; first < count; first += Width256)
        {
            int lanes = Math.Min(Width256, count - first);
            ReadOnlySpan<byte> group = inputs.Slice(first * inputLength, lanes * inputLength);
            for (int word = 0; word < 8; word++)
            {
                state[word] = Vector256.Create(key[word]);
            }

            (V counterLow, V counterHigh) = Counters256(job.IncrementCounter ? job.Counter + (uint)first : job.Counter, job.IncrementCounter);
            uint flags = job.Flags | job.StartFlags;
            int position = 0;
            for (; inputLength - position > Blake3Compression.BlockSize; position += Blake3Compression.BlockSize)
            {
                Load256(group[position..], inputLength, lanes, message);
                Compress256(state, message, counterLow, counterHigh, Blake3Compression.BlockSize, flags);
                flags = job.Flags;
            }

            int rest = inputLength - position;
            if (rest == Blake3Compression.BlockSize)
            {
                Load256(group[position..], inputLength, lanes, message);
            }
            else
            {
                // The last, incomplete block of each input, filled up with zeros.
                tail.Clear();
                for (int lane = 0; lane < lanes; lane++)
                {
                    group.Slice((lane * inputLength) + position, rest).CopyTo(tail[(lane * Blake3Compression.BlockSize)..]);
                }

                Load256(tail, Blake3Compression.BlockSize, Width256, message);
            }

            Compress256(state, message, counterLow, counterHigh, (uint)rest, flags | job.EndFlags);
            Store256(state, outputs.Slice(32 * first, 32 * lanes));
        }
    }

    private static (V Low, V High) Counters256(ulong counter, bool increment)
    {
        if (!increment)
        {
            return (Vector256.Create((uint)counter), Vector256.Create((uint)(counter >> 32)));
        }

        Span<uint> low = stackalloc uint[Width256];
        Span<uint> high = stackalloc uint[Width256];
        for (int lane = 0; lane < Width256; lane++)
        {
            low[lane] = (uint)(counter + (uint)lane);
            high[lane] = (uint)((counter + (uint)lane) >> 32);
        }

        return (Vector256.LoadUnsafe(ref Reference(low)), Vector256.LoadUnsafe(ref Reference(high)));
    }

    /// <summary>One compression per lane; the first eight vectors of the state are the chaining values, in and out.</summary>
    private static void Compress256(Span<V> state, ReadOnlySpan<V> message, V counterLow, V counterHigh, uint blockLength, uint flags)
    {
        state = state[..16];
        ref V m = ref MemoryMarshal.GetReference(message[..16]);
        ref byte order = ref MemoryMarshal.GetReference(Blake3Scalar.Schedule);
        V v0 = state[0], v1 = state[1], v2 = state[2], v3 = state[3], v4 = state[4], v5 = state[5], v6 = state[6], v7 = state[7];
        V v8 = Vector256.Create(0x6A09E667u), v9 = Vector256.Create(0xBB67AE85u);
        V v10 = Vector256.Create(0x3C6EF372u), v11 = Vector256.Create(0xA54FF53Au);
        V v12 = counterLow, v13 = counterHigh, v14 = Vector256.Create(blockLength), v15 = Vector256.Create(flags);
        for (int round = 0; round < 7; round++)
        {
            Mix(ref v0, ref v4, ref v8, ref v12, Word(ref m, ref order, 0), Word(ref m, ref order, 1));
            Mix(ref v1, ref v5, ref v9, ref v13, Word(ref m, ref order, 2), Word(ref m, ref order, 3));
            Mix(ref v2, ref v6, ref v10, ref v14, Word(ref m, ref order, 4), Word(ref m, ref order, 5));
            Mix(ref v3, ref v7, ref v11, ref v15, Word(ref m, ref order, 6), Word(ref m, ref order, 7));
            Mix(ref v0, ref v5, ref v10, ref v15, Word(ref m, ref order, 8), Word(ref m, ref order, 9));
            Mix(ref v1, ref v6, ref v11, ref v12, Word(ref m, ref order, 10), Word(ref m, ref order, 11));
            Mix(ref v2, ref v7, ref v8, ref v13, Word(ref m, ref order, 12), Word(ref m, ref order, 13));
            Mix(ref v3, ref v4, ref v9, ref v14, Word(ref m, ref order, 14), Word(ref m, ref order, 15));
            order = ref Unsafe.Add(ref order, 16);
        }

        state[0] = v0 ^ v8;
        state[1] = v1 ^ v9;
        state[2] = v2 ^ v10;
        state[3] = v3 ^ v11;
        state[4] = v4 ^ v12;
        state[5] = v5 ^ v13;
        state[6] = v6 ^ v14;
        state[7] = v7 ^ v15;
    }

    // SAFETY: the schedule has 7 × 16 entries, all below 16, and the message has 16 vectors; the round loop ends after 7.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Word(ref V message, ref byte order, int index) => Unsafe.Add(ref message, (nint)Unsafe.Add(ref order, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref V a, ref V b, ref V c, ref V d, V x, V y)
    {
        a += b + x;
        d = Avx2.Shuffle((d ^ a).AsByte(), Rotate16).AsUInt32();
        c += d;
        b = Rotate(b ^ c, 12);
        a += b + y;
        d = Avx2.Shuffle((d ^ a).AsByte(), Rotate8).AsUInt32();
        c += d;
        b = Rotate(b ^ c, 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Rotate(V value, int bits) => (value >>> bits) | (value << (32 - bits));

    /// <summary>The 64 bytes of each lane's block as sixteen vectors, one per word.</summary>
    private static void Load256(ReadOnlySpan<byte> inputs, int stride, int lanes, Span<V> message)
    {
        for (int half = 0; half < 2; half++)
        {
            Span<V> words = message.Slice(8 * half, 8);
            for (int lane = 0; lane < Width256; lane++)
            {
                words[lane] = Vector256.Create(inputs.Slice(LaneOffset(lane, lanes, stride) + (32 * half), 32)).AsUInt32();
            }

            Transpose256(words);
        }
    }

    /// <summary>The first eight vectors of the state as 32 bytes per lane, for as many lanes as the outputs have room.</summary>
    private static void Store256(Span<V> state, Span<byte> outputs)
    {
        Transpose256(state);
        for (int lane = 0; lane < outputs.Length / 32; lane++)
        {
            state[lane].AsByte().CopyTo(outputs.Slice(32 * lane, 32));
        }
    }

    /// <summary>Transposes an 8 × 8 matrix of words in place.</summary>
    private static void Transpose256(Span<V> rows)
    {
        rows = rows[..8];
        (V a0, V a1, V a2, V a3) = Quads(rows[0], rows[1], rows[2], rows[3]);
        (V b0, V b1, V b2, V b3) = Quads(rows[4], rows[5], rows[6], rows[7]);
        rows[0] = Avx2.Permute2x128(a0, b0, 0x20);
        rows[1] = Avx2.Permute2x128(a1, b1, 0x20);
        rows[2] = Avx2.Permute2x128(a2, b2, 0x20);
        rows[3] = Avx2.Permute2x128(a3, b3, 0x20);
        rows[4] = Avx2.Permute2x128(a0, b0, 0x31);
        rows[5] = Avx2.Permute2x128(a1, b1, 0x31);
        rows[6] = Avx2.Permute2x128(a2, b2, 0x31);
        rows[7] = Avx2.Permute2x128(a3, b3, 0x31);
    }

    /// <summary>Of four rows: vector k, whose 128-bit part j has word 4j + k of each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Quad0, V Quad1, V Quad2, V Quad3) Quads(V r0, V r1, V r2, V r3)
    {
        Vector256<ulong> low01 = Avx2.UnpackLow(r0, r1).AsUInt64();
        Vector256<ulong> high01 = Avx2.UnpackHigh(r0, r1).AsUInt64();
        Vector256<ulong> low23 = Avx2.UnpackLow(r2, r3).AsUInt64();
        Vector256<ulong> high23 = Avx2.UnpackHigh(r2, r3).AsUInt64();
        return (
            Avx2.UnpackLow(low01, low23).AsUInt32(),
            Avx2.UnpackHigh(low01, low23).AsUInt32(),
            Avx2.UnpackLow(high01, high23).AsUInt32(),
            Avx2.UnpackHigh(high01, high23).AsUInt32());
    }
}
