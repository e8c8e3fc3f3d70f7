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
            else if (rest == HalfBlock)
            {
                // Chunks, scalars and hashes end here: nothing has to be copied to fill the block up.
                LoadHalf256(group[position..], inputLength, lanes, message[..Width256]);
                message[Width256..].Clear();
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

    // Compiled at its best from the first call on: before, it takes many times as long, and a program that hashes for seconds is at its end.
    /// <summary>One compression per lane; the first eight vectors of the state are the chaining values, in and out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
            // Columns, then diagonals.
            AddWords(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref m, ref order, 0);
            Turn16And12(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15);
            AddWords(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref m, ref order, 1);
            Turn8And7(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15);
            AddWords(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref m, ref order, 8);
            Turn16And12(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref v10, ref v11, ref v8, ref v9, ref v15, ref v12, ref v13, ref v14);
            AddWords(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref m, ref order, 9);
            Turn8And7(ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref v10, ref v11, ref v8, ref v9, ref v15, ref v12, ref v13, ref v14);
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

    // The four mixings of a half round go in step, so that four chains of dependent instructions are always at hand. Rotations by whole
    // bytes are shuffles, whose constants stand in place: as properties they were calls, at each of which all vectors went to memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddWords(
        ref V a0, ref V a1, ref V a2, ref V a3, ref V b0, ref V b1, ref V b2, ref V b3, ref V message, ref byte order, int first)
    {
        // The word first: it and a are there before b.
        a0 = a0 + Word(ref message, ref order, first) + b0;
        a1 = a1 + Word(ref message, ref order, first + 2) + b1;
        a2 = a2 + Word(ref message, ref order, first + 4) + b2;
        a3 = a3 + Word(ref message, ref order, first + 6) + b3;
    }

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

    /// <summary>The 64 bytes of each lane's block as sixteen vectors, one per word.</summary>
    private static void Load256(ReadOnlySpan<byte> inputs, int stride, int lanes, Span<V> message)
    {
        // The last lane's block ends last: with it inside, all are.
        _ = inputs.Slice((lanes - 1) * stride, Blake3Compression.BlockSize);
        ref byte start = ref MemoryMarshal.GetReference(inputs);
        ref V words = ref MemoryMarshal.GetReference(message[..16]);
        LoadRows256(ref start, stride, lanes, ref words);
        LoadRows256(ref Unsafe.Add(ref start, HalfBlock), stride, lanes, ref Unsafe.Add(ref words, 8));
    }

    /// <summary>The first 32 bytes of each lane as eight vectors, one per word.</summary>
    private static void LoadHalf256(ReadOnlySpan<byte> inputs, int stride, int lanes, Span<V> words)
    {
        _ = inputs.Slice((lanes - 1) * stride, HalfBlock);
        LoadRows256(ref MemoryMarshal.GetReference(inputs), stride, lanes, ref MemoryMarshal.GetReference(words[..8]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadRows256(ref byte start, int stride, int lanes, ref V words)
    {
        (V a0, V a1, V a2, V a3) = Quads(
            Row(ref start, 0, lanes, stride), Row(ref start, 1, lanes, stride), Row(ref start, 2, lanes, stride), Row(ref start, 3, lanes, stride));
        (V b0, V b1, V b2, V b3) = Quads(
            Row(ref start, 4, lanes, stride), Row(ref start, 5, lanes, stride), Row(ref start, 6, lanes, stride), Row(ref start, 7, lanes, stride));
        words = Avx2.Permute2x128(a0, b0, 0x20);
        Unsafe.Add(ref words, 1) = Avx2.Permute2x128(a1, b1, 0x20);
        Unsafe.Add(ref words, 2) = Avx2.Permute2x128(a2, b2, 0x20);
        Unsafe.Add(ref words, 3) = Avx2.Permute2x128(a3, b3, 0x20);
        Unsafe.Add(ref words, 4) = Avx2.Permute2x128(a0, b0, 0x31);
        Unsafe.Add(ref words, 5) = Avx2.Permute2x128(a1, b1, 0x31);
        Unsafe.Add(ref words, 6) = Avx2.Permute2x128(a2, b2, 0x31);
        Unsafe.Add(ref words, 7) = Avx2.Permute2x128(a3, b3, 0x31);
    }

    // SAFETY: a lane's offset is at most that of the last input, whose bytes are inside (checked by whoever calls LoadRows256).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Row(ref byte start, int lane, int lanes, int stride) =>
        Vector256.LoadUnsafe(ref start, (nuint)LaneOffset(lane, lanes, stride)).AsUInt32();

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
