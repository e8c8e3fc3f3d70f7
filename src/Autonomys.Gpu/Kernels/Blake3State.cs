using System.Runtime.CompilerServices;

namespace Autonomys.Gpu.Kernels;

/// <summary>The sixteen words that BLAKE3 mixes, and its seven rounds. The specification is <see cref="Primitives.Hashing.Blake3"/>.</summary>
internal struct Blake3State
{
    public const uint Iv0 = 0x6A09E667;
    public const uint Iv1 = 0xBB67AE85;
    public const uint Iv2 = 0x3C6EF372;
    public const uint Iv3 = 0xA54FF53A;
    public const uint Iv4 = 0x510E527F;
    public const uint Iv5 = 0x9B05688C;
    public const uint Iv6 = 0x1F83D9AB;
    public const uint Iv7 = 0x5BE0CD19;

    public const uint ChunkStart = 1;
    public const uint ChunkEnd = 2;
    public const uint Root = 8;

    public uint V0;
    public uint V1;
    public uint V2;
    public uint V3;
    public uint V4;
    public uint V5;
    public uint V6;
    public uint V7;
    public uint V8;
    public uint V9;
    public uint V10;
    public uint V11;
    public uint V12;
    public uint V13;
    public uint V14;
    public uint V15;

    /// <summary>The state before the first block of the first chunk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Blake3State Initial()
    {
        Blake3State state = default;
        state.V0 = Iv0;
        state.V1 = Iv1;
        state.V2 = Iv2;
        state.V3 = Iv3;
        state.V4 = Iv4;
        state.V5 = Iv5;
        state.V6 = Iv6;
        state.V7 = Iv7;
        return state;
    }

    /// <summary>
    /// Compresses a block of the first chunk with the chaining value in <see cref="V0"/> to <see cref="V7"/>, where it leaves the next one:
    /// after the last block the hash, as little-endian words.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compress(ref Blake3State state, Blake3Block block, uint length, uint flags)
    {
        state.V8 = Iv0;
        state.V9 = Iv1;
        state.V10 = Iv2;
        state.V11 = Iv3;
        state.V12 = 0;
        state.V13 = 0;
        state.V14 = length;
        state.V15 = flags;

        // Written out: the places of the message words of each round are then known to the compiler, and words that are zero cost nothing.
        Round(ref state, block);
        block = Blake3Block.Permute(block);
        Round(ref state, block);
        block = Blake3Block.Permute(block);
        Round(ref state, block);
        block = Blake3Block.Permute(block);
        Round(ref state, block);
        block = Blake3Block.Permute(block);
        Round(ref state, block);
        block = Blake3Block.Permute(block);
        Round(ref state, block);
        block = Blake3Block.Permute(block);
        Round(ref state, block);

        state.V0 ^= state.V8;
        state.V1 ^= state.V9;
        state.V2 ^= state.V10;
        state.V3 ^= state.V11;
        state.V4 ^= state.V12;
        state.V5 ^= state.V13;
        state.V6 ^= state.V14;
        state.V7 ^= state.V15;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref Blake3State v, Blake3Block m)
    {
        Mix(ref v.V0, ref v.V4, ref v.V8, ref v.V12, m.M0, m.M1);
        Mix(ref v.V1, ref v.V5, ref v.V9, ref v.V13, m.M2, m.M3);
        Mix(ref v.V2, ref v.V6, ref v.V10, ref v.V14, m.M4, m.M5);
        Mix(ref v.V3, ref v.V7, ref v.V11, ref v.V15, m.M6, m.M7);
        Mix(ref v.V0, ref v.V5, ref v.V10, ref v.V15, m.M8, m.M9);
        Mix(ref v.V1, ref v.V6, ref v.V11, ref v.V12, m.M10, m.M11);
        Mix(ref v.V2, ref v.V7, ref v.V8, ref v.V13, m.M12, m.M13);
        Mix(ref v.V3, ref v.V4, ref v.V9, ref v.V14, m.M14, m.M15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref uint a, ref uint b, ref uint c, ref uint d, uint first, uint second)
    {
        a += b + first;
        d = Words.RotateLeft(d ^ a, 16);
        c += d;
        b = Words.RotateLeft(b ^ c, 20);
        a += b + second;
        d = Words.RotateLeft(d ^ a, 24);
        c += d;
        b = Words.RotateLeft(b ^ c, 25);
    }
}
