using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Autonomys.Primitives.Simd;
using V = System.Runtime.Intrinsics.Vector512<uint>;

namespace Autonomys.Primitives.Hashing;

/// <content>Sixteen inputs at once. Lane i of vector w is word w of input i's state; the block's words are transposed into the same shape.</content>
internal static partial class Blake3Lanes
{
    private const int Width512 = 16;

    internal static bool IsVector512Supported => Avx512F.IsSupported;

    /// <inheritdoc cref="Hash"/>
    internal static void Vector512Lanes(
        ReadOnlySpan<uint> key, ReadOnlySpan<byte> inputs, int inputLength, Blake3LanesJob job, Span<byte> outputs)
    {
        Span<V> message = stackalloc V[16];
        Span<V> state = stackalloc V[16];
        Span<byte> tail = stackalloc byte[Width512 * Blake3Compression.BlockSize];
        int count = outputs.Length / 32;
        for (int first = 0; first < count; first += Width512)
        {
            int lanes = Math.Min(Width512, count - first);
            ReadOnlySpan<byte> group = inputs.Slice(first * inputLength, lanes * inputLength);
            for (int word = 0; word < 8; word++)
            {
                state[word] = Vector512.Create(key[word]);
            }

            (V counterLow, V counterHigh) = Counters512(job.IncrementCounter ? job.Counter + (uint)first : job.Counter, job.IncrementCounter);
            uint flags = job.Flags | job.StartFlags;
            int position = 0;
            for (; inputLength - position > Blake3Compression.BlockSize; position += Blake3Compression.BlockSize)
            {
                Load512(group[position..], inputLength, lanes, Blake3Compression.BlockSize, message);
                Compress512(state, message, counterLow, counterHigh, Blake3Compression.BlockSize, flags);
                flags = job.Flags;
            }

            int rest = inputLength - position;
            if (rest is Blake3Compression.BlockSize or HalfBlock)
            {
                // Chunks, scalars and hashes end after half a block: nothing has to be copied to fill it up.
                Load512(group[position..], inputLength, lanes, rest, message);
            }
            else
            {
                // The last, incomplete block of each input, filled up with zeros.
                tail.Clear();
                for (int lane = 0; lane < lanes; lane++)
                {
                    group.Slice((lane * inputLength) + position, rest).CopyTo(tail[(lane * Blake3Compression.BlockSize)..]);
                }

                Load512(tail, Blake3Compression.BlockSize, Width512, Blake3Compression.BlockSize, message);
            }

            Compress512(state, message, counterLow, counterHigh, (uint)rest, flags | job.EndFlags);
            Store512(state, outputs.Slice(32 * first, 32 * lanes));
        }
    }

    private static (V Low, V High) Counters512(ulong counter, bool increment)
    {
        if (!increment)
        {
            return (Vector512.Create((uint)counter), Vector512.Create((uint)(counter >> 32)));
        }

        Span<uint> low = stackalloc uint[Width512];
        Span<uint> high = stackalloc uint[Width512];
        for (int lane = 0; lane < Width512; lane++)
        {
            low[lane] = (uint)(counter + (uint)lane);
            high[lane] = (uint)((counter + (uint)lane) >> 32);
        }

        return (Vector512.LoadUnsafe(ref Reference(low)), Vector512.LoadUnsafe(ref Reference(high)));
    }

    /// <summary>One compression per lane; the first eight vectors of the state are the chaining values, in and out.</summary>
    private static void Compress512(Span<V> state, ReadOnlySpan<V> message, V counterLow, V counterHigh, uint blockLength, uint flags)
    {
        state = state[..16];
        ref V m = ref MemoryMarshal.GetReference(message[..16]);
        ref byte order = ref MemoryMarshal.GetReference(Blake3Scalar.Schedule);
        V v0 = state[0], v1 = state[1], v2 = state[2], v3 = state[3], v4 = state[4], v5 = state[5], v6 = state[6], v7 = state[7];
        V v8 = Vector512.Create(0x6A09E667u), v9 = Vector512.Create(0xBB67AE85u);
        V v10 = Vector512.Create(0x3C6EF372u), v11 = Vector512.Create(0xA54FF53Au);
        V v12 = counterLow, v13 = counterHigh, v14 = Vector512.Create(blockLength), v15 = Vector512.Create(flags);
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
        d = Vectors512.RotateRight(d ^ a, 16);
        c += d;
        b = Vectors512.RotateRight(b ^ c, 12);
        a += b + y;
        d = Vectors512.RotateRight(d ^ a, 8);
        c += d;
        b = Vectors512.RotateRight(b ^ c, 7);
    }

    /// <summary>The 64 bytes of each lane's block, or 32 and zeros, as sixteen vectors, one per word.</summary>
    private static void Load512(ReadOnlySpan<byte> inputs, int stride, int lanes, int bytes, Span<V> message)
    {
        Span<V> quads = stackalloc V[16];
        for (int rows = 0; rows < 4; rows++)
        {
            V r0 = Row512(inputs, stride, lanes, bytes, 4 * rows);
            V r1 = Row512(inputs, stride, lanes, bytes, (4 * rows) + 1);
            V r2 = Row512(inputs, stride, lanes, bytes, (4 * rows) + 2);
            V r3 = Row512(inputs, stride, lanes, bytes, (4 * rows) + 3);
            Vector512<ulong> low01 = Vectors512.UnpackLow(r0, r1).AsUInt64();
            Vector512<ulong> high01 = Vectors512.UnpackHigh(r0, r1).AsUInt64();
            Vector512<ulong> low23 = Vectors512.UnpackLow(r2, r3).AsUInt64();
            Vector512<ulong> high23 = Vectors512.UnpackHigh(r2, r3).AsUInt64();

            // Quad k of these rows: its 128-bit part j has word 4j + k of the four rows.
            quads[rows] = Vectors512.UnpackLow(low01, low23).AsUInt32();
            quads[4 + rows] = Vectors512.UnpackHigh(low01, low23).AsUInt32();
            quads[8 + rows] = Vectors512.UnpackLow(high01, high23).AsUInt32();
            quads[12 + rows] = Vectors512.UnpackHigh(high01, high23).AsUInt32();
        }

        for (int k = 0; k < 4; k++)
        {
            V low01 = Vectors512.SelectParts(quads[4 * k], quads[(4 * k) + 1], 0x44);
            V low23 = Vectors512.SelectParts(quads[(4 * k) + 2], quads[(4 * k) + 3], 0x44);
            V high01 = Vectors512.SelectParts(quads[4 * k], quads[(4 * k) + 1], 0xEE);
            V high23 = Vectors512.SelectParts(quads[(4 * k) + 2], quads[(4 * k) + 3], 0xEE);
            message[k] = Vectors512.SelectParts(low01, low23, 0x88);
            message[4 + k] = Vectors512.SelectParts(low01, low23, 0xDD);
            message[8 + k] = Vectors512.SelectParts(high01, high23, 0x88);
            message[12 + k] = Vectors512.SelectParts(high01, high23, 0xDD);
        }
    }

    private static V Row512(ReadOnlySpan<byte> inputs, int stride, int lanes, int bytes, int lane)
    {
        ReadOnlySpan<byte> row = inputs.Slice(LaneOffset(lane, lanes, stride), bytes);
        return bytes == Blake3Compression.BlockSize ? Vector512.Create(row).AsUInt32() : Vector256.Create(row).ToVector512().AsUInt32();
    }

    private static void Store512(ReadOnlySpan<V> state, Span<byte> outputs)
    {
        Span<Vector256<uint>> half = stackalloc Vector256<uint>[8];
        for (int upper = 0; upper < 2 && outputs.Length > upper * 256; upper++)
        {
            for (int word = 0; word < 8; word++)
            {
                half[word] = upper == 0 ? state[word].GetLower() : state[word].GetUpper();
            }

            Span<byte> part = outputs[(upper * 256)..];
            Store256(half, part.Length > 256 ? part[..256] : part);
        }
    }
}
