using ILGPU;

namespace Autonomys.Gpu.Kernels;

/// <summary>ChaCha8 keystream (<see cref="Cryptography.ChaCha.ChaCha8"/>), a block for each thread.</summary>
internal static class ChaCha8Kernel
{
    /// <summary>32-bit words of a block.</summary>
    public const int WordsPerBlock = Cryptography.ChaCha.ChaCha8.WordsPerBlock;

    /// <summary>Writes blocks 0, 1, … of the keystream of <paramref name="key"/> until <paramref name="keystream"/> is full.</summary>
    /// <param name="key">Eight little-endian words.</param>
    /// <param name="keystream">Little-endian words; a whole number of blocks of 16.</param>
    public static void Fill(ArrayView<uint> key, ArrayView<uint> keystream)
    {
        uint key0 = key[0];
        uint key1 = key[1];
        uint key2 = key[2];
        uint key3 = key[3];
        uint key4 = key[4];
        uint key5 = key[5];
        uint key6 = key[6];
        uint key7 = key[7];
        int blocks = keystream.IntLength / WordsPerBlock;
        int stride = Grid.DimX * Group.DimX;
        for (int block = (Grid.IdxX * Group.DimX) + Group.IdxX; block < blocks; block += stride)
        {
            // "expand 32-byte k", the key, the block counter, and a nonce of zeros.
            uint v0 = 0x61707865;
            uint v1 = 0x3320646E;
            uint v2 = 0x79622D32;
            uint v3 = 0x6B206574;
            uint v4 = key0;
            uint v5 = key1;
            uint v6 = key2;
            uint v7 = key3;
            uint v8 = key4;
            uint v9 = key5;
            uint v10 = key6;
            uint v11 = key7;
            uint v12 = (uint)block;
            uint v13 = 0;
            uint v14 = 0;
            uint v15 = 0;
            for (int doubleRound = 0; doubleRound < 4; doubleRound++)
            {
                QuarterRound(ref v0, ref v4, ref v8, ref v12);
                QuarterRound(ref v1, ref v5, ref v9, ref v13);
                QuarterRound(ref v2, ref v6, ref v10, ref v14);
                QuarterRound(ref v3, ref v7, ref v11, ref v15);
                QuarterRound(ref v0, ref v5, ref v10, ref v15);
                QuarterRound(ref v1, ref v6, ref v11, ref v12);
                QuarterRound(ref v2, ref v7, ref v8, ref v13);
                QuarterRound(ref v3, ref v4, ref v9, ref v14);
            }

            int first = block * WordsPerBlock;
            keystream[first] = v0 + 0x61707865;
            keystream[first + 1] = v1 + 0x3320646E;
            keystream[first + 2] = v2 + 0x79622D32;
            keystream[first + 3] = v3 + 0x6B206574;
            keystream[first + 4] = v4 + key0;
            keystream[first + 5] = v5 + key1;
            keystream[first + 6] = v6 + key2;
            keystream[first + 7] = v7 + key3;
            keystream[first + 8] = v8 + key4;
            keystream[first + 9] = v9 + key5;
            keystream[first + 10] = v10 + key6;
            keystream[first + 11] = v11 + key7;
            keystream[first + 12] = v12 + (uint)block;
            keystream[first + 13] = v13;
            keystream[first + 14] = v14;
            keystream[first + 15] = v15;
        }
    }

    private static void QuarterRound(ref uint a, ref uint b, ref uint c, ref uint d)
    {
        a += b;
        d = Words.RotateLeft(d ^ a, 16);
        c += d;
        b = Words.RotateLeft(b ^ c, 12);
        a += b;
        d = Words.RotateLeft(d ^ a, 8);
        c += d;
        b = Words.RotateLeft(b ^ c, 7);
    }
}
