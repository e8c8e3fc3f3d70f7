using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>Hashes matches, 16 at a time, and puts the results where they belong.</summary>
internal static unsafe partial class MatchHasher
{
    /// <summary>Matches that are hashed at a time.</summary>
    public const int Lanes = 16;

    /// <summary>Bytes of memory, aligned to 64, that one call needs for itself.</summary>
    public const int ScratchSize = (MessageWords + RowWords) * Lanes * sizeof(uint);

    private const int MessageWords = 6;
    private const int RowWords = 4;

    /// <summary>Hashes one at a time.</summary>
    public static void HashScalar(in SortedBucket left, in SortedBucket right, MatchList matches, int count, ref readonly HashTarget target)
    {
        HashNarrow<OneLane>(left, right, matches, count, in target);
    }

    /// <summary>Hashes eight at a time.</summary>
    public static void Hash256(in SortedBucket left, in SortedBucket right, MatchList matches, int count, ref readonly HashTarget target)
    {
        HashNarrow<EightLanes>(left, right, matches, count, in target);
    }

    /// <summary>Gathers, spreads and stores plainly; only the hash is <typeparamref name="THash"/>'s.</summary>
    private static void HashNarrow<THash>(
        in SortedBucket left, in SortedBucket right, MatchList matches, int count, ref readonly HashTarget target)
        where THash : ILaneHash
    {
        uint* message = (uint*)target.Scratch;
        uint* hash = message + (MessageWords * Lanes);
        uint* input = stackalloc uint[MessageWords];
        uint* row = stackalloc uint[RowWords];
        for (int first = 0; first < count; first += Lanes)
        {
            // SAFETY: match indexes are below the counts of their buckets; the scratch holds 16 lanes of six and four words.
            int lanes = Math.Min(Lanes, count - first);
            for (int lane = 0; lane < lanes; lane++)
            {
                ReadInput(left, right, matches, first + lane, in target, input);
                for (int word = 0; word < MessageWords; word++)
                {
                    message[(word * Lanes) + lane] = input[word];
                }
            }

            THash.Hash(message, target.Layout.InputBytes, hash);
            for (int lane = 0; lane < lanes; lane++)
            {
                uint position = target.Position + (uint)(first + lane);
                target.BackPointers[position] = BackPointer(left, right, matches, first + lane);
                if (target.LastYs != null)
                {
                    target.LastYs[position] = BinaryPrimitives.ReverseEndianness(hash[lane]) >> target.Layout.YShift;
                    continue;
                }

                for (int word = 0; word < RowWords; word++)
                {
                    row[word] = (hash[(word * Lanes) + lane] & target.NextLayout.HashMask[word])
                        | (message[(word * Lanes) + lane] & target.NextLayout.InputMask[word]);
                }

                row[3] |= BinaryPrimitives.ReverseEndianness(position);
                uint y = BinaryPrimitives.ReverseEndianness(row[0]) >> target.Layout.YShift;
                target.Put(y / PosParameters.BucketSpan, Vector128.Load(row).AsByte());
            }
        }
    }
    /// <summary>y ‖ left ‖ right of one match as the six words of a message.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReadInput(in SortedBucket left, in SortedBucket right, MatchList matches, int index, ref readonly HashTarget target, uint* input)
    {
        uint* leftRow = (uint*)(left.LeftRows + (matches.Left[index] * RowLayout.RowSize));
        uint* rightRow = (uint*)(right.RightRows + (matches.Right[index] * RowLayout.RowSize));
        Vector128.Load(leftRow).Store(input);
        input[3] &= target.Layout.LeftMaskWord3;
        input[4] = 0;
        input[5] = 0;

        // Word 3 of a right row is its position and never part of the message. Left bits end, right bits begin in word RightWord.
        uint* shared = input + target.Layout.RightWord;
        shared[0] |= rightRow[0];
        shared[1] |= rightRow[1];
        shared[2] |= rightRow[2];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong BackPointer(in SortedBucket left, in SortedBucket right, MatchList matches, int index)
    {
        uint* leftRow = (uint*)(left.LeftRows + (matches.Left[index] * RowLayout.RowSize));
        uint* rightRow = (uint*)(right.RightRows + (matches.Right[index] * RowLayout.RowSize));
        uint leftPosition = BinaryPrimitives.ReverseEndianness(leftRow[3]) & RowLayout.PositionMask;
        uint rightPosition = BinaryPrimitives.ReverseEndianness(rightRow[3]) & RowLayout.PositionMask;
        return leftPosition | ((ulong)rightPosition << 32);
    }

    /// <summary>One width of the hash: 16 messages of six words, the lanes of each word side by side, to four words of 16 hashes.</summary>
    private interface ILaneHash
    {
        static abstract void Hash(uint* message, uint length, uint* output);
    }

    private readonly struct EightLanes : ILaneHash
    {
        public static void Hash(uint* message, uint length, uint* output)
        {
            Blake3Lanes256.Hash(message, length, output);
            Blake3Lanes256.Hash(message + 8, length, output + 8);
        }
    }

    private readonly struct OneLane : ILaneHash
    {
        public static void Hash(uint* message, uint length, uint* output)
        {
            Span<uint> block = stackalloc uint[16];
            Span<uint> hash = stackalloc uint[16];
            block.Clear();
            for (int lane = 0; lane < Lanes; lane++)
            {
                for (int word = 0; word < MessageWords; word++)
                {
                    block[word] = message[(word * Lanes) + lane];
                }

                Blake3Compression.Compress(
                    Blake3Compression.InitializationVector,
                    block,
                    0,
                    length,
                    Blake3Compression.ChunkStart | Blake3Compression.ChunkEnd | Blake3Compression.Root,
                    hash);
                for (int word = 0; word < RowWords; word++)
                {
                    output[(word * Lanes) + lane] = hash[word];
                }
            }
        }
    }
}
