using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Instructions = System.Runtime.Intrinsics.X86.Aes;

namespace Autonomys.Proofs.Time;

/// <summary>The same chain on the x86 AES instructions.</summary>
/// <remarks>
/// Between two encryptions the last round key and the first one meet in one exclusive or, so both are folded into the last
/// round: the loops carry the block already whitened with the first key. That leaves ten instructions in the chain per step.
/// </remarks>
internal static partial class AesChain
{
    internal static bool IsHardwareSupported => Instructions.IsSupported;

    internal static void RunHardware(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> key, uint step, Span<byte> outputs)
    {
        RoundKeys keys = new(key);
        Vector128<byte> whitening = keys.First;
        Vector128<byte> k1 = keys.K1, k2 = keys.K2, k3 = keys.K3, k4 = keys.K4, k5 = keys.K5;
        Vector128<byte> k6 = keys.K6, k7 = keys.K7, k8 = keys.K8, k9 = keys.K9, last = keys.Last ^ whitening;
        Vector128<byte> block = Vector128.Create(seed) ^ whitening;
        for (int offset = 0; offset < outputs.Length; offset += BlockSize)
        {
            for (uint i = 0; i < step; i++)
            {
                block = Instructions.Encrypt(block, k1);
                block = Instructions.Encrypt(block, k2);
                block = Instructions.Encrypt(block, k3);
                block = Instructions.Encrypt(block, k4);
                block = Instructions.Encrypt(block, k5);
                block = Instructions.Encrypt(block, k6);
                block = Instructions.Encrypt(block, k7);
                block = Instructions.Encrypt(block, k8);
                block = Instructions.Encrypt(block, k9);
                block = Instructions.EncryptLast(block, last);
            }

            (block ^ whitening).CopyTo(outputs[offset..]);
        }
    }

    /// <summary>Eight blocks abreast: as many as hide the latency of one round.</summary>
    internal static void RunEightHardware(Span<byte> blocks, ReadOnlySpan<byte> key, uint steps)
    {
        RoundKeys keys = new(key);
        Vector128<byte> whitening = keys.First, last = keys.Last ^ whitening;
        Vector128<byte> b0 = Vector128.Create<byte>(blocks.Slice(0, BlockSize)) ^ whitening;
        Vector128<byte> b1 = Vector128.Create<byte>(blocks.Slice(16, BlockSize)) ^ whitening;
        Vector128<byte> b2 = Vector128.Create<byte>(blocks.Slice(32, BlockSize)) ^ whitening;
        Vector128<byte> b3 = Vector128.Create<byte>(blocks.Slice(48, BlockSize)) ^ whitening;
        Vector128<byte> b4 = Vector128.Create<byte>(blocks.Slice(64, BlockSize)) ^ whitening;
        Vector128<byte> b5 = Vector128.Create<byte>(blocks.Slice(80, BlockSize)) ^ whitening;
        Vector128<byte> b6 = Vector128.Create<byte>(blocks.Slice(96, BlockSize)) ^ whitening;
        Vector128<byte> b7 = Vector128.Create<byte>(blocks.Slice(112, BlockSize)) ^ whitening;
        for (uint i = 0; i < steps; i++)
        {
            Round(keys.K1, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            Round(keys.K2, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            Round(keys.K3, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            Round(keys.K4, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            Round(keys.K5, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            Round(keys.K6, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            Round(keys.K7, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            Round(keys.K8, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            Round(keys.K9, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
            b0 = Instructions.EncryptLast(b0, last);
            b1 = Instructions.EncryptLast(b1, last);
            b2 = Instructions.EncryptLast(b2, last);
            b3 = Instructions.EncryptLast(b3, last);
            b4 = Instructions.EncryptLast(b4, last);
            b5 = Instructions.EncryptLast(b5, last);
            b6 = Instructions.EncryptLast(b6, last);
            b7 = Instructions.EncryptLast(b7, last);
        }

        (b0 ^ whitening).CopyTo(blocks);
        (b1 ^ whitening).CopyTo(blocks[16..]);
        (b2 ^ whitening).CopyTo(blocks[32..]);
        (b3 ^ whitening).CopyTo(blocks[48..]);
        (b4 ^ whitening).CopyTo(blocks[64..]);
        (b5 ^ whitening).CopyTo(blocks[80..]);
        (b6 ^ whitening).CopyTo(blocks[96..]);
        (b7 ^ whitening).CopyTo(blocks[112..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        Vector128<byte> key,
        ref Vector128<byte> b0,
        ref Vector128<byte> b1,
        ref Vector128<byte> b2,
        ref Vector128<byte> b3,
        ref Vector128<byte> b4,
        ref Vector128<byte> b5,
        ref Vector128<byte> b6,
        ref Vector128<byte> b7)
    {
        b0 = Instructions.Encrypt(b0, key);
        b1 = Instructions.Encrypt(b1, key);
        b2 = Instructions.Encrypt(b2, key);
        b3 = Instructions.Encrypt(b3, key);
        b4 = Instructions.Encrypt(b4, key);
        b5 = Instructions.Encrypt(b5, key);
        b6 = Instructions.Encrypt(b6, key);
        b7 = Instructions.Encrypt(b7, key);
    }

    /// <summary>The key schedule of AES-128 (FIPS 197, section 5.2).</summary>
    private readonly struct RoundKeys
    {
        internal RoundKeys(ReadOnlySpan<byte> key)
        {
            First = Vector128.Create(key);
            K1 = Next(First, Instructions.KeygenAssist(First, 0x01));
            K2 = Next(K1, Instructions.KeygenAssist(K1, 0x02));
            K3 = Next(K2, Instructions.KeygenAssist(K2, 0x04));
            K4 = Next(K3, Instructions.KeygenAssist(K3, 0x08));
            K5 = Next(K4, Instructions.KeygenAssist(K4, 0x10));
            K6 = Next(K5, Instructions.KeygenAssist(K5, 0x20));
            K7 = Next(K6, Instructions.KeygenAssist(K6, 0x40));
            K8 = Next(K7, Instructions.KeygenAssist(K7, 0x80));
            K9 = Next(K8, Instructions.KeygenAssist(K8, 0x1b));
            Last = Next(K9, Instructions.KeygenAssist(K9, 0x36));
        }

        internal Vector128<byte> First { get; }

        internal Vector128<byte> K1 { get; }

        internal Vector128<byte> K2 { get; }

        internal Vector128<byte> K3 { get; }

        internal Vector128<byte> K4 { get; }

        internal Vector128<byte> K5 { get; }

        internal Vector128<byte> K6 { get; }

        internal Vector128<byte> K7 { get; }

        internal Vector128<byte> K8 { get; }

        internal Vector128<byte> K9 { get; }

        internal Vector128<byte> Last { get; }

        // Each word takes in the words before it; the assist's highest word is the rotated, substituted last word.
        private static Vector128<byte> Next(Vector128<byte> key, Vector128<byte> assist)
        {
            key ^= Sse2.ShiftLeftLogical128BitLane(key, 4);
            key ^= Sse2.ShiftLeftLogical128BitLane(key, 8);
            return key ^ Sse2.Shuffle(assist.AsInt32(), 0xff).AsByte();
        }
    }
}
