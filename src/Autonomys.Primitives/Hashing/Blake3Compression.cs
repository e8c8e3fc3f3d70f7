using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autonomys.Primitives.Hashing;

/// <summary>The BLAKE3 compression function, plainly written: the specification that vector and GPU forms must equal.</summary>
public static class Blake3Compression
{
    public const int BlockSize = 64;
    public const int BlocksPerChunk = 16;
    public const uint ChunkStart = 1;
    public const uint ChunkEnd = 2;
    public const uint Parent = 4;
    public const uint Root = 8;
    public const uint KeyedHash = 16;

    /// <summary>The eight initial words, those of SHA-256.</summary>
    public static ReadOnlySpan<uint> InitializationVector =>
        [0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19];

    private static ReadOnlySpan<byte> MessagePermutation => [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];

    /// <summary>One compression: 8 chaining words and 16 message words in, 16 words out (the first 8 chain on).</summary>
    public static void Compress(
        ReadOnlySpan<uint> chainingValue, ReadOnlySpan<uint> block, ulong counter, uint blockLength, uint flags, Span<uint> output)
    {
        Span<uint> v = stackalloc uint[16];
        Span<uint> m = stackalloc uint[16];
        Span<uint> permuted = stackalloc uint[16];
        chainingValue[..8].CopyTo(v);
        InitializationVector[..4].CopyTo(v[8..]);
        v[12] = (uint)counter;
        v[13] = (uint)(counter >> 32);
        v[14] = blockLength;
        v[15] = flags;
        block[..16].CopyTo(m);

        for (int round = 0; ; round++)
        {
            Mix(v, 0, 4, 8, 12, m[0], m[1]);
            Mix(v, 1, 5, 9, 13, m[2], m[3]);
            Mix(v, 2, 6, 10, 14, m[4], m[5]);
            Mix(v, 3, 7, 11, 15, m[6], m[7]);
            Mix(v, 0, 5, 10, 15, m[8], m[9]);
            Mix(v, 1, 6, 11, 12, m[10], m[11]);
            Mix(v, 2, 7, 8, 13, m[12], m[13]);
            Mix(v, 3, 4, 9, 14, m[14], m[15]);
            if (round == 6)
            {
                break;
            }

            for (int i = 0; i < 16; i++)
            {
                permuted[i] = m[MessagePermutation[i]];
            }

            permuted.CopyTo(m);
        }

        for (int i = 0; i < 8; i++)
        {
            output[i] = v[i] ^ v[i + 8];
            output[i + 8] = v[i + 8] ^ chainingValue[i];
        }
    }

    internal static void ReadBlock(ReadOnlySpan<byte> bytes, Span<uint> words)
    {
        for (int i = 0; i < 16; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
        }
    }

    internal static void WriteBlock(ReadOnlySpan<uint> words, Span<byte> bytes)
    {
        for (int i = 0; i < 16; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(4 * i)..], words[i]);
        }
    }

    internal static void WriteChainingValue(ReadOnlySpan<uint> words, Span<byte> bytes)
    {
        for (int i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(4 * i)..], words[i]);
        }
    }

    internal static void ReadKey(ReadOnlySpan<byte> bytes, Span<uint> words)
    {
        for (int i = 0; i < 8; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(Span<uint> v, int a, int b, int c, int d, uint x, uint y)
    {
        v[a] += v[b] + x;
        v[d] = BitOperations.RotateRight(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = BitOperations.RotateRight(v[b] ^ v[c], 12);
        v[a] += v[b] + y;
        v[d] = BitOperations.RotateRight(v[d] ^ v[a], 8);
        v[c] += v[d];
        v[b] = BitOperations.RotateRight(v[b] ^ v[c], 7);
    }
}
