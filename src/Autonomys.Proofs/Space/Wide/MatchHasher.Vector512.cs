using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>Sixteen at a time: rows are transposed into lanes on the way in and back into rows on the way out.</summary>
internal static unsafe partial class MatchHasher
{
    /// <summary>2^40 / 15,113 rounded up: product and shift divide every y below 2^26 exactly.</summary>
    private const uint BucketReciprocal = (uint)(((1ul << 40) / PosParameters.BucketSpan) + 1);

    /// <summary>Hashes sixteen at a time.</summary>
    public static void Hash512(in SortedBucket left, in SortedBucket right, MatchList matches, int count, ref readonly HashTarget target)
    {
        int full = count / Lanes * Lanes;
        for (int first = 0; first < full; first += Lanes)
        {
            HashSixteen(left.LeftRows, right.RightRows, matches.Left + first, matches.Right + first, in target,
                target.Position + (uint)first, Lanes,
                target.BackPointers + target.Position + first,
                target.LastYs == null ? null : target.LastYs + target.Position + first);
        }

        if (full == count)
        {
            return;
        }

        // The last few: the rest of the lanes repeat a valid match, and only what counts is copied out.
        ushort* leftIndexes = stackalloc ushort[Lanes];
        ushort* rightIndexes = stackalloc ushort[Lanes];
        ulong* backPointers = stackalloc ulong[Lanes];
        uint* ys = stackalloc uint[Lanes];
        for (int i = 0; i < Lanes; i++)
        {
            leftIndexes[i] = matches.Left[Math.Min(full + i, count - 1)];
            rightIndexes[i] = matches.Right[Math.Min(full + i, count - 1)];
        }

        uint position = target.Position + (uint)full;
        HashSixteen(left.LeftRows, right.RightRows, leftIndexes, rightIndexes, in target, position, count - full,
            backPointers, target.LastYs == null ? null : ys);
        for (int i = 0; i < count - full; i++)
        {
            target.BackPointers[position + (uint)i] = backPointers[i];
            if (target.LastYs != null)
            {
                target.LastYs[position + (uint)i] = ys[i];
            }
        }
    }

    private static void HashSixteen(
        byte* leftRows,
        byte* rightRows,
        ushort* leftIndexes,
        ushort* rightIndexes,
        ref readonly HashTarget target,
        uint position,
        int put,
        ulong* backPointers,
        uint* lastYs)
    {
        // SAFETY: indexes are those of entries of the two buckets; the scratch has 6 × 64 bytes for messages and 4 × 64 for hashes.
        uint* message = (uint*)target.Scratch;
        uint* hash = message + (MessageWords * Lanes);
        GatherRows(leftRows, leftIndexes, out Vector512<uint> left0, out Vector512<uint> left1, out Vector512<uint> left2, out Vector512<uint> left3);
        GatherRows(rightRows, rightIndexes, out Vector512<uint> right0, out Vector512<uint> right1, out Vector512<uint> right2, out Vector512<uint> right3);
        StoreBackPointers(left3, right3, backPointers);

        Vector512<uint> zero = Vector512<uint>.Zero;
        left3 &= Vector512.Create(target.Layout.LeftMaskWord3);
        left0.StoreAligned(message);
        switch (target.Layout.RightWord)
        {
            case 1:
                (left1 | right0).StoreAligned(message + Lanes);
                right1.StoreAligned(message + (2 * Lanes));
                right2.StoreAligned(message + (3 * Lanes));
                zero.StoreAligned(message + (4 * Lanes));
                zero.StoreAligned(message + (5 * Lanes));
                break;
            case 2:
                left1.StoreAligned(message + Lanes);
                (left2 | right0).StoreAligned(message + (2 * Lanes));
                right1.StoreAligned(message + (3 * Lanes));
                right2.StoreAligned(message + (4 * Lanes));
                zero.StoreAligned(message + (5 * Lanes));
                break;
            default:
                left1.StoreAligned(message + Lanes);
                left2.StoreAligned(message + (2 * Lanes));
                (left3 | right0).StoreAligned(message + (3 * Lanes));
                right1.StoreAligned(message + (4 * Lanes));
                right2.StoreAligned(message + (5 * Lanes));
                break;
        }

        Blake3Lanes512.Hash(message, target.Layout.InputBytes, hash);
        Vector512<uint> hash0 = Vector512.LoadAligned(hash);
        Vector512<uint> y = Vector512.ShiftRightLogical(ReverseWords(hash0), target.Layout.YShift);
        if (lastYs != null)
        {
            y.Store(lastYs);
            return;
        }

        Vector512<uint> word0 = Merge(target, message, hash, 0);
        Vector512<uint> word1 = Merge(target, message, hash, 1);
        Vector512<uint> word2 = Merge(target, message, hash, 2);
        Vector512<uint> word3 = Merge(target, message, hash, 3) | ReverseWords(Vector512.Create(position) + Vector512<uint>.Indices);
        Transpose(word0, word1, word2, word3, out Vector512<uint> rows0, out Vector512<uint> rows1, out Vector512<uint> rows2, out Vector512<uint> rows3);

        // 128-bit lane i of rows j is row 4·i + j. The message is no longer needed and makes room for rows and bucket indexes.
        rows0.StoreAligned(message);
        rows1.StoreAligned(message + Lanes);
        rows2.StoreAligned(message + (2 * Lanes));
        rows3.StoreAligned(message + (3 * Lanes));
        uint* buckets = message + (4 * Lanes);
        BucketsOf(y).StoreAligned(buckets);
        for (int i = 0; i < put; i++)
        {
            target.Put(buckets[i], Vector128.LoadAligned(message + ((i & 3) * Lanes) + ((i >> 2) * 4)).AsByte());
        }
    }

    /// <summary>Loads 16 rows and gives word w of row i in lane i of output w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GatherRows(
        byte* rows, ushort* indexes, out Vector512<uint> word0, out Vector512<uint> word1, out Vector512<uint> word2, out Vector512<uint> word3)
    {
        Transpose(
            FourRows(rows, indexes), FourRows(rows, indexes + 1), FourRows(rows, indexes + 2), FourRows(rows, indexes + 3),
            out word0, out word1, out word2, out word3);
    }

    /// <summary>Rows 0, 4, 8 and 12 of what the indexes point to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> FourRows(byte* rows, ushort* indexes) => Vector512.Create(
        Vector256.Create(Row(rows, indexes[0]), Row(rows, indexes[4])),
        Vector256.Create(Row(rows, indexes[8]), Row(rows, indexes[12])));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Row(byte* rows, ushort index) => Vector128.Load((uint*)(rows + (index * RowLayout.RowSize)));

    /// <summary>Transposes the 4 × 4 words in each 128-bit lane; its own inverse.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        Vector512<uint> in0, Vector512<uint> in1, Vector512<uint> in2, Vector512<uint> in3,
        out Vector512<uint> out0, out Vector512<uint> out1, out Vector512<uint> out2, out Vector512<uint> out3)
    {
        Vector512<ulong> low01 = Avx512F.UnpackLow(in0, in1).AsUInt64();
        Vector512<ulong> low23 = Avx512F.UnpackLow(in2, in3).AsUInt64();
        Vector512<ulong> high01 = Avx512F.UnpackHigh(in0, in1).AsUInt64();
        Vector512<ulong> high23 = Avx512F.UnpackHigh(in2, in3).AsUInt64();
        out0 = Avx512F.UnpackLow(low01, low23).AsUInt32();
        out1 = Avx512F.UnpackHigh(low01, low23).AsUInt32();
        out2 = Avx512F.UnpackLow(high01, high23).AsUInt32();
        out3 = Avx512F.UnpackHigh(high01, high23).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreBackPointers(Vector512<uint> leftWords, Vector512<uint> rightWords, ulong* backPointers)
    {
        Vector512<uint> mask = Vector512.Create(RowLayout.PositionMask);
        Vector512<uint> left = ReverseWords(leftWords) & mask;
        Vector512<uint> right = ReverseWords(rightWords) & mask;
        Vector512<uint> first = Vector512.Create(0u, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        Vector512<uint> second = Vector512.Create(8u, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        Avx512F.PermuteVar16x32x2(left, first, right).Store((uint*)backPointers);
        Avx512F.PermuteVar16x32x2(left, second, right).Store((uint*)(backPointers + 8));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Merge(in HashTarget target, uint* message, uint* hash, int word) =>
        (Vector512.LoadAligned(hash + (word * Lanes)) & Vector512.Create(target.NextLayout.HashMask[word]))
        | (Vector512.LoadAligned(message + (word * Lanes)) & Vector512.Create(target.NextLayout.InputMask[word]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> BucketsOf(Vector512<uint> y)
    {
        // Products of the even and of the odd lanes, each of 64 bits.
        Vector512<uint> reciprocal = Vector512.Create(BucketReciprocal);
        Vector512<ulong> even = Avx512F.Multiply(y, reciprocal) >>> 40;
        Vector512<ulong> odd = Avx512F.Multiply((y.AsUInt64() >>> 32).AsUInt32(), reciprocal) >>> 40 << 32;
        return (even | odd).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> ReverseWords(Vector512<uint> words) => Avx512BW.Shuffle(words.AsByte(), Vector512.Create(
        Vector256.Create(
            Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12),
            Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)),
        Vector256.Create(
            Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12),
            Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)))).AsUInt32();
}
