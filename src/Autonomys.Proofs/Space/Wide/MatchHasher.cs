using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>Hashes matches and puts the results where they belong.</summary>
internal static unsafe partial class MatchHasher
{
    /// <summary>Bytes of memory, aligned to 64, that one call needs for itself: words of sixteen lanes.</summary>
    public const int ScratchSize = HashesSize + ((PendingRows.Size + 63) / 64 * 64);

    /// <summary>Bytes of it for messages and hashes; after them come the rows that are not yet written.</summary>
    private const int HashesSize = (MessageWords + RowLayout.RowWords) * 16 * sizeof(uint);

    /// <summary>Words of y ‖ left ‖ right: at most 24 bytes.</summary>
    private const int MessageWords = 6;

    /// <summary>2^40 / 15,113 rounded up: product and shift divide every y below 2^26 exactly.</summary>
    private const uint BucketReciprocal = (uint)(((1ul << 40) / PosParameters.BucketSpan) + 1);

    /// <summary>Hashes one at a time.</summary>
    /// <returns>By how many positions the table has grown.</returns>
    public static int HashScalar(in SortedBucket left, in SortedBucket right, MatchList matches, int count, ref readonly HashTarget target)
    {
        Span<uint> message = stackalloc uint[16];
        Span<uint> hash = stackalloc uint[16];
        uint* row = stackalloc uint[RowLayout.RowWords];
        uint position = target.Position;
        for (int match = 0; match < count; match++)
        {
            // SAFETY: match indexes are below the counts of their buckets.
            uint* leftRow = left.Row(matches.Left(match));
            uint* rightRow = right.Row(matches.Right(match));
            ReadInput(leftRow, rightRow, target.Layout, message);
            Blake3Compression.Compress(
                Blake3Compression.InitializationVector,
                message,
                0,
                target.Layout.InputBytes,
                Blake3Compression.ChunkStart | Blake3Compression.ChunkEnd | Blake3Compression.Root,
                hash);
            ulong backPointer = (leftRow[3] & RowLayout.PositionMask) | ((ulong)(rightRow[3] & RowLayout.PositionMask) << 32);
            uint y = BinaryPrimitives.ReverseEndianness(hash[0]) >> target.Layout.YShift;
            if (target.LastYs != null)
            {
                position = target.Keep(position, y, backPointer);
                continue;
            }

            for (int word = 0; word < RowLayout.RowWords; word++)
            {
                row[word] = BinaryPrimitives.ReverseEndianness(
                    (hash[word] & target.NextLayout.HashMask[word]) | (message[word] & target.NextLayout.InputMask[word]));
            }

            row[3] |= position;
            target.BackPointers[position++] = backPointer;
            target.Put(y / PosParameters.BucketSpan, Vector128.Load(row));
        }

        return (int)(position - target.Position);
    }

    /// <summary>y ‖ left ‖ right of one match as a block of BLAKE3.</summary>
    private static void ReadInput(uint* left, uint* right, in RowLayout layout, Span<uint> message)
    {
        message.Clear();
        for (int i = 0; i < RowLayout.RowWords; i++)
        {
            message[i] = left[i] & Mask(layout, i, isLeft: true);
        }

        // Right metadata begin in the middle of a word: what a shift moves out of one goes into the next.
        for (int i = 0; i < RowLayout.RowWords; i++)
        {
            ulong moved = (ulong)(right[i] & Mask(layout, i, isLeft: false)) << 32 >> layout.RightShift;
            message[layout.RightWord + i] |= (uint)(moved >> 32);
            message[layout.RightWord + i + 1] |= (uint)moved;
        }

        for (int i = 0; i < MessageWords; i++)
        {
            message[i] = BinaryPrimitives.ReverseEndianness(message[i]);
        }
    }

    private static uint Mask(in RowLayout layout, int word, bool isLeft) => word switch
    {
        0 when !isLeft => layout.MetadataMask0,
        3 => layout.EntryMask3,
        _ => uint.MaxValue,
    };
}
