using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector256<uint>;

namespace Autonomys.Cryptography.ChaCha;

/// <content>Eight blocks at once: lane i of vector w is word w of block i.</content>
public static partial class ChaCha8
{
    private const int Width = 8;

    /// <summary>Fills <paramref name="output"/>, a whole number of groups of eight blocks, from block <paramref name="counter"/> on.</summary>
    internal static void KeystreamVector256(ReadOnlySpan<byte> key, uint counter, Span<byte> output)
    {
        Span<V> initial = stackalloc V[WordsPerBlock];
        Span<uint> words = stackalloc uint[WordsPerBlock * Width];
        initial.Clear();
        for (int i = 0; i < 4; i++)
        {
            initial[i] = Vector256.Create(Constants[i]);
        }

        for (int i = 0; i < 8; i++)
        {
            initial[4 + i] = Vector256.Create(BinaryPrimitives.ReadUInt32LittleEndian(key[(4 * i)..]));
        }

        for (; !output.IsEmpty; output = output[(Width * BlockSize)..], counter += Width)
        {
            initial[12] = Vector256.Create(counter) + V.Indices;
            Blocks(initial, words);
            for (int block = 0; block < Width; block++)
            {
                Span<byte> target = output.Slice(block * BlockSize, BlockSize);
                for (int word = 0; word < WordsPerBlock; word++)
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(target[(4 * word)..], words[(word * Width) + block]);
                }
            }
        }
    }

    private static void Blocks(ReadOnlySpan<V> initial, Span<uint> words)
    {
        V v0 = initial[0], v1 = initial[1], v2 = initial[2], v3 = initial[3], v4 = initial[4], v5 = initial[5], v6 = initial[6], v7 = initial[7];
        V v8 = initial[8], v9 = initial[9], v10 = initial[10], v11 = initial[11], v12 = initial[12], v13 = initial[13], v14 = initial[14], v15 = initial[15];
        for (int i = 0; i < DoubleRounds; i++)
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

        ReadOnlySpan<V> state = [v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15];
        for (int i = 0; i < WordsPerBlock; i++)
        {
            (state[i] + initial[i]).CopyTo(words[(i * Width)..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void QuarterRound(ref V a, ref V b, ref V c, ref V d)
    {
        a += b;
        d = Rotate(d ^ a, 16);
        c += d;
        b = Rotate(b ^ c, 12);
        a += b;
        d = Rotate(d ^ a, 8);
        c += d;
        b = Rotate(b ^ c, 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Rotate(V value, int bits) => (value << bits) | (value >>> (32 - bits));
}
