using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autonomys.Primitives.Hashing;

/// <summary>BLAKE3 of one input at a time, fast for a short one: the state lives in locals, the message is read in place.</summary>
/// <remarks>Equals <see cref="Blake3Compression"/>, which is the specification; here the message permutation is a table of indexes.</remarks>
internal static class Blake3Scalar
{
    public const int ChunkSize = Blake3Compression.BlockSize * Blake3Compression.BlocksPerChunk;

    /// <summary>The place of each message word in each of the seven rounds.</summary>
    public static ReadOnlySpan<byte> Schedule =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8,
        3, 4, 10, 12, 13, 2, 7, 14, 6, 5, 9, 0, 11, 15, 8, 1,
        10, 7, 12, 9, 14, 3, 13, 15, 4, 0, 11, 2, 5, 8, 1, 6,
        12, 13, 9, 11, 15, 10, 14, 8, 7, 2, 5, 3, 0, 1, 6, 4,
        9, 14, 11, 5, 8, 12, 15, 1, 13, 3, 0, 10, 2, 6, 4, 7,
        11, 15, 5, 0, 1, 9, 8, 6, 14, 10, 2, 12, 3, 4, 7, 13,
    ];

    /// <summary>Hashes an input of at most one chunk as the root: any number of output bytes.</summary>
    /// <param name="key">Eight words: the initialization vector, or the key.</param>
    /// <param name="input">At most 1,024 bytes.</param>
    /// <param name="flags">0, or <see cref="Blake3Compression.KeyedHash"/>.</param>
    /// <param name="output">Any length.</param>
    public static void HashChunk(ReadOnlySpan<uint> key, ReadOnlySpan<byte> input, uint flags, Span<byte> output)
    {
        Span<uint> chainingValue = stackalloc uint[8];
        key[..8].CopyTo(chainingValue);
        uint start = Blake3Compression.ChunkStart;
        while (input.Length > Blake3Compression.BlockSize)
        {
            Compress(chainingValue, input[..Blake3Compression.BlockSize], 0, Blake3Compression.BlockSize, flags | start);
            start = 0;
            input = input[Blake3Compression.BlockSize..];
        }

        flags |= start | Blake3Compression.ChunkEnd | Blake3Compression.Root;
        uint length = (uint)input.Length;
        if (length == Blake3Compression.BlockSize)
        {
            Output(chainingValue, input, length, flags, output);
            return;
        }

        Span<byte> block = stackalloc byte[Blake3Compression.BlockSize];
        block.Clear();
        input.CopyTo(block);
        Output(chainingValue, block, length, flags, output);
    }

    /// <summary>Fills the output from the root's block.</summary>
    public static void Output(ReadOnlySpan<uint> chainingValue, ReadOnlySpan<byte> block, uint blockLength, uint flags, Span<byte> output)
    {
        if (output.Length == 32 && BitConverter.IsLittleEndian)
        {
            Span<uint> first = stackalloc uint[8];
            chainingValue.CopyTo(first);
            Compress(first, block, 0, blockLength, flags);
            MemoryMarshal.AsBytes(first).CopyTo(output);
            return;
        }

        Span<uint> words = stackalloc uint[16];
        Span<byte> bytes = stackalloc byte[64];
        for (ulong counter = 0; !output.IsEmpty; counter++)
        {
            Compress(chainingValue, block, counter, blockLength, flags, words);
            Blake3Compression.WriteBlock(words, bytes);
            int take = Math.Min(64, output.Length);
            bytes[..take].CopyTo(output);
            output = output[take..];
        }
    }

    /// <summary>One compression whose first eight words replace the chaining value.</summary>
    public static void Compress(Span<uint> chainingValue, ReadOnlySpan<byte> block, ulong counter, uint blockLength, uint flags)
    {
        Span<uint> words = stackalloc uint[16];
        Compress(chainingValue, block, counter, blockLength, flags, words);
        words[..8].CopyTo(chainingValue);
    }

    /// <summary>One compression of 64 bytes into sixteen words.</summary>
    public static void Compress(
        ReadOnlySpan<uint> chainingValue, ReadOnlySpan<byte> block, ulong counter, uint blockLength, uint flags, Span<uint> output)
    {
        Span<uint> swapped = stackalloc uint[16];
        ReadOnlySpan<uint> m = swapped;
        if (BitConverter.IsLittleEndian)
        {
            m = MemoryMarshal.Cast<byte, uint>(block)[..16];
        }
        else
        {
            Blake3Compression.ReadBlock(block, swapped);
        }

        ReadOnlySpan<uint> h = chainingValue[..8];
        Span<uint> result = output[..16];
        uint v0 = h[0], v1 = h[1], v2 = h[2], v3 = h[3], v4 = h[4], v5 = h[5], v6 = h[6], v7 = h[7];
        uint v8 = 0x6A09E667, v9 = 0xBB67AE85, v10 = 0x3C6EF372, v11 = 0xA54FF53A;
        uint v12 = (uint)counter, v13 = (uint)(counter >> 32), v14 = blockLength, v15 = flags;
        ref uint message = ref MemoryMarshal.GetReference(m);
        ref byte order = ref MemoryMarshal.GetReference(Schedule);
        for (int round = 0; round < 7; round++)
        {
            Mix(ref v0, ref v4, ref v8, ref v12, Word(ref message, ref order, 0), Word(ref message, ref order, 1));
            Mix(ref v1, ref v5, ref v9, ref v13, Word(ref message, ref order, 2), Word(ref message, ref order, 3));
            Mix(ref v2, ref v6, ref v10, ref v14, Word(ref message, ref order, 4), Word(ref message, ref order, 5));
            Mix(ref v3, ref v7, ref v11, ref v15, Word(ref message, ref order, 6), Word(ref message, ref order, 7));
            Mix(ref v0, ref v5, ref v10, ref v15, Word(ref message, ref order, 8), Word(ref message, ref order, 9));
            Mix(ref v1, ref v6, ref v11, ref v12, Word(ref message, ref order, 10), Word(ref message, ref order, 11));
            Mix(ref v2, ref v7, ref v8, ref v13, Word(ref message, ref order, 12), Word(ref message, ref order, 13));
            Mix(ref v3, ref v4, ref v9, ref v14, Word(ref message, ref order, 14), Word(ref message, ref order, 15));
            order = ref Unsafe.Add(ref order, 16);
        }

        result[0] = v0 ^ v8;
        result[1] = v1 ^ v9;
        result[2] = v2 ^ v10;
        result[3] = v3 ^ v11;
        result[4] = v4 ^ v12;
        result[5] = v5 ^ v13;
        result[6] = v6 ^ v14;
        result[7] = v7 ^ v15;
        result[8] = v8 ^ h[0];
        result[9] = v9 ^ h[1];
        result[10] = v10 ^ h[2];
        result[11] = v11 ^ h[3];
        result[12] = v12 ^ h[4];
        result[13] = v13 ^ h[5];
        result[14] = v14 ^ h[6];
        result[15] = v15 ^ h[7];
    }

    // SAFETY: the schedule has 7 × 16 entries, all below 16, and the message has 16 words; the round loop ends after 7.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Word(ref uint message, ref byte order, int index) =>
        Unsafe.Add(ref message, (nint)Unsafe.Add(ref order, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref uint a, ref uint b, ref uint c, ref uint d, uint x, uint y)
    {
        a += b + x;
        d = BitOperations.RotateRight(d ^ a, 16);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 12);
        a += b + y;
        d = BitOperations.RotateRight(d ^ a, 8);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 7);
    }
}
