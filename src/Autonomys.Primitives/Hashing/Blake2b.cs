using System.Buffers.Binary;
using System.Numerics;

namespace Autonomys.Primitives.Hashing;

/// <summary>BLAKE2b without a key (RFC 7693): addresses' checksums and the hashes of block headers use it.</summary>
public static class Blake2b
{
    /// <summary>Longest output in bytes.</summary>
    public const int MaxOutputSize = 64;

    private const int BlockSize = 128;
    private const int Rounds = 12;

    private static ReadOnlySpan<ulong> InitializationVector =>
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    ];

    /// <summary>Order of the message words in each of ten rounds; rounds 10 and 11 repeat the first two.</summary>
    private static ReadOnlySpan<byte> Sigma =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
        11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
        7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
        9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
        2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
        12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
        13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
        6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
        10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
    ];

    /// <summary>Hashes <paramref name="input"/>; the output's length, 1 to 64 bytes, is part of what is hashed.</summary>
    /// <exception cref="ArgumentException">The output is empty or longer than 64 bytes.</exception>
    public static void Hash(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (output.Length is 0 or > MaxOutputSize)
        {
            throw new ArgumentException($"BLAKE2b gives 1 to {MaxOutputSize} bytes, not {output.Length}.", nameof(output));
        }

        Span<ulong> state = stackalloc ulong[8];
        InitializationVector.CopyTo(state);
        // The parameter block: output length, no key, fan-out and depth of 1.
        state[0] ^= 0x0101_0000u ^ (uint)output.Length;

        ulong hashed = 0;
        while (input.Length > BlockSize)
        {
            hashed += BlockSize;
            Compress(state, input[..BlockSize], hashed, last: false);
            input = input[BlockSize..];
        }

        Span<byte> block = stackalloc byte[BlockSize];
        block.Clear();
        input.CopyTo(block);
        Compress(state, block, hashed + (uint)input.Length, last: true);

        Span<byte> bytes = stackalloc byte[MaxOutputSize];
        for (int i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(8 * i)..], state[i]);
        }

        bytes[..output.Length].CopyTo(output);
    }

    private static void Compress(Span<ulong> state, ReadOnlySpan<byte> block, ulong hashed, bool last)
    {
        Span<ulong> message = stackalloc ulong[16];
        for (int i = 0; i < 16; i++)
        {
            message[i] = BinaryPrimitives.ReadUInt64LittleEndian(block[(8 * i)..]);
        }

        Span<ulong> v = stackalloc ulong[16];
        state.CopyTo(v);
        InitializationVector.CopyTo(v[8..]);
        v[12] ^= hashed;
        v[14] = last ? ~v[14] : v[14];

        for (int round = 0; round < Rounds; round++)
        {
            ReadOnlySpan<byte> order = Sigma.Slice(round % 10 * 16, 16);
            for (int i = 0; i < 4; i++)
            {
                Mix(v, i, 4 + i, 8 + i, 12 + i, message[order[2 * i]], message[order[(2 * i) + 1]]);
            }

            for (int i = 0; i < 4; i++)
            {
                Mix(v, i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4), message[order[8 + (2 * i)]], message[order[9 + (2 * i)]]);
            }
        }

        for (int i = 0; i < 8; i++)
        {
            state[i] ^= v[i] ^ v[i + 8];
        }
    }

    private static void Mix(Span<ulong> v, int a, int b, int c, int d, ulong x, ulong y)
    {
        v[a] += v[b] + x;
        v[d] = BitOperations.RotateRight(v[d] ^ v[a], 32);
        v[c] += v[d];
        v[b] = BitOperations.RotateRight(v[b] ^ v[c], 24);
        v[a] += v[b] + y;
        v[d] = BitOperations.RotateRight(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = BitOperations.RotateRight(v[b] ^ v[c], 63);
    }
}
