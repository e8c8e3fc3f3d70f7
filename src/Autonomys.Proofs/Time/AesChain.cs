using System.Security.Cryptography;

namespace Autonomys.Proofs.Time;

/// <summary>AES-128 applied again and again to a block: the plain form, on the platform's AES.</summary>
internal static partial class AesChain
{
    internal const int BlockSize = 16;

    // A multiple of the block; large enough that the call costs nothing beside its work.
    private const int BufferSize = 16_384;

    /// <summary>
    /// Fills <paramref name="outputs"/>, whole blocks, with every <paramref name="step"/>-th block of the chain from
    /// <paramref name="seed"/>.
    /// </summary>
    internal static void Run(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> key, uint step, Span<byte> outputs)
    {
        using Aes aes = Aes.Create();
        aes.SetKey(key);
        ReadOnlySpan<byte> block = seed;
        for (int offset = 0; offset < outputs.Length; offset += BlockSize)
        {
            Span<byte> output = outputs.Slice(offset, BlockSize);
            Advance(aes, block, step, output);
            block = output;
        }
    }

    /// <summary>Moves each of eight independent blocks, in place, <paramref name="steps"/> on.</summary>
    internal static void RunEight(Span<byte> blocks, ReadOnlySpan<byte> key, uint steps)
    {
        using Aes aes = Aes.Create();
        aes.SetKey(key);
        for (int offset = 0; offset < blocks.Length; offset += BlockSize)
        {
            Span<byte> block = blocks.Slice(offset, BlockSize);
            Advance(aes, block, steps, block);
        }
    }

    // CBC encryption of zeros is the chain itself: each ciphertext block is the encryption of the one before.
    private static void Advance(Aes aes, ReadOnlySpan<byte> block, uint steps, Span<byte> output)
    {
        byte[] buffer = new byte[BufferSize];
        Span<byte> vector = stackalloc byte[BlockSize];
        block.CopyTo(vector);
        for (ulong left = (ulong)steps * BlockSize; left > 0;)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(left, BufferSize));
            part.Clear();
            aes.EncryptCbc(part, vector, part, PaddingMode.None);
            part[^BlockSize..].CopyTo(vector);
            left -= (ulong)part.Length;
        }

        vector.CopyTo(output);
    }
}
