using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autonomys.Cryptography.ChaCha;

/// <summary>ChaCha with 8 rounds, a nonce of zeros and a block counter from 0: the keystream of proof-of-space tables and genesis padding.</summary>
/// <remarks>
/// RFC 8439 section 2.3 with 8 rounds in place of 20. The counter is word 12; words 13 to 15 are zero, so up to 2^32 blocks it does not
/// matter whether the counter is taken as 32 bits (as the RFC does) or 64 (as the original does).
/// </remarks>
public static partial class ChaCha8
{
    /// <summary>Length of a key in bytes.</summary>
    public const int KeySize = 32;

    /// <summary>Length of one block of keystream in bytes.</summary>
    public const int BlockSize = 64;

    /// <summary>32-bit words of one block.</summary>
    public const int WordsPerBlock = 16;

    private const int DoubleRounds = 4;

    /// <summary>How this machine makes keystreams, in words for people.</summary>
    public static string Implementation => Vector256.IsHardwareAccelerated ? "8 blocks in vectors of 256 bits" : "scalar";

    /// <summary>"expand 32-byte k", little-endian.</summary>
    private static ReadOnlySpan<uint> Constants => [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574];

    /// <summary>Fills <paramref name="output"/>, of any length, with the keystream of <paramref name="key"/> (32 bytes) from its beginning.</summary>
    /// <exception cref="ArgumentException">The key is not 32 bytes.</exception>
    public static void Keystream(ReadOnlySpan<byte> key, Span<byte> output)
    {
        RequireKey(key);
        int wide = Vector256.IsHardwareAccelerated ? output.Length / (Width * BlockSize) * Width * BlockSize : 0;
        KeystreamVector256(key, 0, output[..wide]);
        KeystreamScalar(key, (uint)(wide / BlockSize), output[wide..]);
    }

    /// <summary>Writes the 16 words of block <paramref name="counter"/> of the keystream of <paramref name="key"/> (32 bytes).</summary>
    /// <exception cref="ArgumentException">The key is not 32 bytes, or the output is shorter than 16 words.</exception>
    public static void Block(ReadOnlySpan<byte> key, uint counter, Span<uint> output)
    {
        RequireKey(key);
        if (output.Length < WordsPerBlock)
        {
            throw new ArgumentException($"A block has {WordsPerBlock} words, the output has room for {output.Length}.", nameof(output));
        }

        BlockCore(key, counter, output);
    }

    /// <summary>The specification: one block after another. The last block may be cut short.</summary>
    internal static void KeystreamScalar(ReadOnlySpan<byte> key, uint counter, Span<byte> output)
    {
        Span<uint> words = stackalloc uint[WordsPerBlock];
        Span<byte> last = stackalloc byte[BlockSize];
        while (!output.IsEmpty)
        {
            BlockCore(key, counter++, words);
            Span<byte> block = output.Length >= BlockSize ? output[..BlockSize] : last;
            for (int i = 0; i < WordsPerBlock; i++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(block[(4 * i)..], words[i]);
            }

            if (output.Length < BlockSize)
            {
                last[..output.Length].CopyTo(output);
                return;
            }

            output = output[BlockSize..];
        }
    }

    private static void BlockCore(ReadOnlySpan<byte> key, uint counter, Span<uint> output)
    {
        Span<uint> initial = stackalloc uint[WordsPerBlock];
        Constants.CopyTo(initial);
        for (int i = 0; i < 8; i++)
        {
            initial[4 + i] = BinaryPrimitives.ReadUInt32LittleEndian(key[(4 * i)..]);
        }

        initial[12] = counter;
        initial[13..].Clear();

        Span<uint> v = output[..WordsPerBlock];
        initial.CopyTo(v);
        for (int i = 0; i < DoubleRounds; i++)
        {
            QuarterRound(ref v[0], ref v[4], ref v[8], ref v[12]);
            QuarterRound(ref v[1], ref v[5], ref v[9], ref v[13]);
            QuarterRound(ref v[2], ref v[6], ref v[10], ref v[14]);
            QuarterRound(ref v[3], ref v[7], ref v[11], ref v[15]);
            QuarterRound(ref v[0], ref v[5], ref v[10], ref v[15]);
            QuarterRound(ref v[1], ref v[6], ref v[11], ref v[12]);
            QuarterRound(ref v[2], ref v[7], ref v[8], ref v[13]);
            QuarterRound(ref v[3], ref v[4], ref v[9], ref v[14]);
        }

        for (int i = 0; i < WordsPerBlock; i++)
        {
            v[i] += initial[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void QuarterRound(ref uint a, ref uint b, ref uint c, ref uint d)
    {
        a += b;
        d = BitOperations.RotateLeft(d ^ a, 16);
        c += d;
        b = BitOperations.RotateLeft(b ^ c, 12);
        a += b;
        d = BitOperations.RotateLeft(d ^ a, 8);
        c += d;
        b = BitOperations.RotateLeft(b ^ c, 7);
    }

    private static void RequireKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeySize)
        {
            throw new ArgumentException($"A ChaCha key is {KeySize} bytes, got {key.Length}.", nameof(key));
        }
    }
}
