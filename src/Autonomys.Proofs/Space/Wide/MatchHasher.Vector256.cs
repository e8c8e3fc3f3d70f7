using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>Eight at a time: rows are transposed into lanes on the way in and back into rows on the way out.</summary>
internal static unsafe partial class MatchHasher
{
    private const int Lanes256 = 8;

    /// <inheritdoc cref="HashScalar"/>
    public static int Hash256(in SortedBucket left, in SortedBucket right, MatchList matches, int count, ref readonly HashTarget target)
    {
        uint position = target.Position;
        int pending = 0;
        int full = count / Lanes256 * Lanes256;
        for (int first = 0; first < full; first += Lanes256)
        {
            position = HashEight(left, right, matches.Pairs + first, in target, position, Lanes256, target.BackPointers + position, ref pending);
        }

        if (full < count)
        {
            // The last few: the rest of the lanes repeat a valid match, and only what counts is copied out.
            uint* pairs = stackalloc uint[Lanes256];
            ulong* backPointers = stackalloc ulong[Lanes256];
            for (int i = 0; i < Lanes256; i++)
            {
                pairs[i] = matches.Pairs[Math.Min(full + i, count - 1)];
            }

            uint next = HashEight(left, right, pairs, in target, position, count - full, backPointers, ref pending);
            if (target.LastYs == null)
            {
                new ReadOnlySpan<ulong>(backPointers, count - full).CopyTo(new Span<ulong>(target.BackPointers + position, count - full));
            }

            position = next;
        }

        new PendingRows(target.Scratch + HashesSize).Write(pending);
        return (int)(position - target.Position);
    }

    /// <param name="pairs">Eight matches.</param>
    /// <param name="position">Position of the first one.</param>
    /// <param name="put">How many of them count.</param>
    /// <param name="backPointers">Room for eight; not used for table 7.</param>
    /// <param name="pending">Rows of the matches before that are not yet written; then those of these.</param>
    /// <returns>The position of the next entry.</returns>
    private static uint HashEight(
        in SortedBucket left, in SortedBucket right, uint* pairs, ref readonly HashTarget target, uint position, int put, ulong* backPointers, ref int pending)
    {
        // SAFETY: pairs are of entries of the two buckets; the scratch has more than eight lanes of six and four words.
        uint* message = (uint*)target.Scratch;
        uint* hash = message + (MessageWords * Lanes256);
        GatherLeft(left, pairs, out Vector256<uint> left0, out Vector256<uint> left1, out Vector256<uint> left2, out Vector256<uint> left3);
        GatherRight(right, pairs, out Vector256<uint> right0, out Vector256<uint> right1, out Vector256<uint> right2, out Vector256<uint> right3);

        // Two vectors of four back pointers each.
        Vector256<uint> positions = Vector256.Create(RowLayout.PositionMask);
        Vector256<uint> low = Avx2.UnpackLow(left3 & positions, right3 & positions);
        Vector256<uint> high = Avx2.UnpackHigh(left3 & positions, right3 & positions);
        Vector256<uint> pointers0 = Avx2.Permute2x128(low, high, 0x20);
        Vector256<uint> pointers1 = Avx2.Permute2x128(low, high, 0x31);

        Vector256<uint> entry3 = Vector256.Create(target.Layout.EntryMask3);
        left3 &= entry3;
        right3 &= entry3;
        right0 &= Vector256.Create(target.Layout.MetadataMask0);
        int shift = target.Layout.RightShift;
        Vector256<uint> down = Vector256.Create((uint)shift);
        Vector256<uint> up = Vector256.Create((uint)(32 - shift));
        Vector256<uint> moved0 = Avx2.ShiftRightLogicalVariable(right0, down);
        Vector256<uint> moved1 = Avx2.ShiftRightLogicalVariable(right1, down) | Avx2.ShiftLeftLogicalVariable(right0, up);
        Vector256<uint> moved2 = Avx2.ShiftRightLogicalVariable(right2, down) | Avx2.ShiftLeftLogicalVariable(right1, up);
        Vector256<uint> moved3 = Avx2.ShiftRightLogicalVariable(right3, down) | Avx2.ShiftLeftLogicalVariable(right2, up);
        Vector256<uint> moved4 = Avx2.ShiftLeftLogicalVariable(right3, up);
        switch (target.Layout.RightWord)
        {
            case 0:
                StoreMessage(message, left0 | moved0, left1 | moved1, left2 | moved2, left3 | moved3, moved4, Vector256<uint>.Zero);
                break;
            case 1:
                StoreMessage(message, left0, left1 | moved0, left2 | moved1, left3 | moved2, moved3, moved4);
                break;
            default:
                StoreMessage(message, left0, left1, left2 | moved0, left3 | moved1, moved2, moved3);
                break;
        }

        Blake3Lanes256.Hash(message, target.Layout.InputBytes, hash);
        if (target.LastYs != null)
        {
            Vector256<uint> lastY = Vector256.ShiftRightLogical(ReverseWords(Vector256.LoadAligned(hash)), target.Layout.YShift);
            return KeepEight(in target, lastY, pointers0, pointers1, position, put);
        }

        pointers0.Store((uint*)backPointers);
        pointers1.Store((uint*)(backPointers + 4));
        Vector256<uint> word0 = Merge(in target, message, hash, 0);
        Vector256<uint> word1 = Merge(in target, message, hash, 1);
        Vector256<uint> word2 = Merge(in target, message, hash, 2);
        Vector256<uint> word3 = Merge(in target, message, hash, 3) | (Vector256.Create(position) + Vector256<uint>.Indices);
        Vector256<uint> y = Vector256.ShiftRightLogical(word0, target.Layout.YShift);
        Transpose(word0, word1, word2, word3, out Vector256<uint> rows0, out Vector256<uint> rows1, out Vector256<uint> rows2, out Vector256<uint> rows3);

        // The lower half of rows j is row j, the upper one row 4 + j.
        PendingRows rows = new(target.Scratch + HashesSize);
        rows.Write(pending);
        Vector256.Create(rows0.GetLower(), rows1.GetLower()).StoreAligned(rows.Rows);
        Vector256.Create(rows2.GetLower(), rows3.GetLower()).StoreAligned(rows.Rows + 8);
        Avx2.Permute2x128(rows0, rows1, 0x31).StoreAligned(rows.Rows + 16);
        Avx2.Permute2x128(rows2, rows3, 0x31).StoreAligned(rows.Rows + 24);
        uint* buckets = message;
        BucketsOf(y).StoreAligned(buckets);
        for (int i = 0; i < put; i++)
        {
            rows.Reserve(in target, i, buckets[i]);
        }

        pending = put;
        return position + (uint)put;
    }

    private static uint KeepEight(
        ref readonly HashTarget target, Vector256<uint> y, Vector256<uint> pointers0, Vector256<uint> pointers1, uint position, int put)
    {
        uint wanted = Vector256.Equals(y & Vector256.Create(target.LastMask), Vector256<uint>.Zero).ExtractMostSignificantBits()
            & ((1u << put) - 1);
        if (wanted == 0)
        {
            return position;
        }

        uint* ys = stackalloc uint[Lanes256];
        ulong* backPointers = stackalloc ulong[Lanes256];
        y.Store(ys);
        pointers0.Store((uint*)backPointers);
        pointers1.Store((uint*)(backPointers + 4));
        for (; wanted != 0; wanted &= wanted - 1)
        {
            int i = System.Numerics.BitOperations.TrailingZeroCount(wanted);
            position = target.Keep(position, ys[i], backPointers[i]);
        }

        return position;
    }

    /// <summary>Loads the left rows of eight matches and gives word w of row i in lane i of output w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GatherLeft(
        in SortedBucket left, uint* pairs, out Vector256<uint> word0, out Vector256<uint> word1, out Vector256<uint> word2, out Vector256<uint> word3)
    {
        byte* rows = left.Rows;
        ushort* order = left.Order;
        Transpose(
            TwoRows(rows, order[(ushort)pairs[0]], order[(ushort)pairs[4]]),
            TwoRows(rows, order[(ushort)pairs[1]], order[(ushort)pairs[5]]),
            TwoRows(rows, order[(ushort)pairs[2]], order[(ushort)pairs[6]]),
            TwoRows(rows, order[(ushort)pairs[3]], order[(ushort)pairs[7]]),
            out word0,
            out word1,
            out word2,
            out word3);
    }

    /// <inheritdoc cref="GatherLeft"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GatherRight(
        in SortedBucket right, uint* pairs, out Vector256<uint> word0, out Vector256<uint> word1, out Vector256<uint> word2, out Vector256<uint> word3)
    {
        byte* rows = right.Rows;
        ushort* order = right.Order;
        Transpose(
            TwoRows(rows, order[pairs[0] >> 16], order[pairs[4] >> 16]),
            TwoRows(rows, order[pairs[1] >> 16], order[pairs[5] >> 16]),
            TwoRows(rows, order[pairs[2] >> 16], order[pairs[6] >> 16]),
            TwoRows(rows, order[pairs[3] >> 16], order[pairs[7] >> 16]),
            out word0,
            out word1,
            out word2,
            out word3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> TwoRows(byte* rows, ushort lower, ushort upper) =>
        Vector256.Create(Vector128.Load((uint*)(rows + lower)), Vector128.Load((uint*)(rows + upper)));

    /// <summary>Transposes the 4 × 4 words in each 128-bit half; its own inverse.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        Vector256<uint> in0, Vector256<uint> in1, Vector256<uint> in2, Vector256<uint> in3,
        out Vector256<uint> out0, out Vector256<uint> out1, out Vector256<uint> out2, out Vector256<uint> out3)
    {
        Vector256<ulong> low01 = Avx2.UnpackLow(in0, in1).AsUInt64();
        Vector256<ulong> low23 = Avx2.UnpackLow(in2, in3).AsUInt64();
        Vector256<ulong> high01 = Avx2.UnpackHigh(in0, in1).AsUInt64();
        Vector256<ulong> high23 = Avx2.UnpackHigh(in2, in3).AsUInt64();
        out0 = Avx2.UnpackLow(low01, low23).AsUInt32();
        out1 = Avx2.UnpackHigh(low01, low23).AsUInt32();
        out2 = Avx2.UnpackLow(high01, high23).AsUInt32();
        out3 = Avx2.UnpackHigh(high01, high23).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreMessage(
        uint* message, Vector256<uint> word0, Vector256<uint> word1, Vector256<uint> word2, Vector256<uint> word3, Vector256<uint> word4, Vector256<uint> word5)
    {
        ReverseWords(word0).StoreAligned(message);
        ReverseWords(word1).StoreAligned(message + Lanes256);
        ReverseWords(word2).StoreAligned(message + (2 * Lanes256));
        ReverseWords(word3).StoreAligned(message + (3 * Lanes256));
        ReverseWords(word4).StoreAligned(message + (4 * Lanes256));
        ReverseWords(word5).StoreAligned(message + (5 * Lanes256));
    }

    /// <summary>Word <paramref name="word"/> of the new rows, with the bits of the position still zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Merge(ref readonly HashTarget target, uint* message, uint* hash, int word) => ReverseWords(
        (Vector256.LoadAligned(hash + (word * Lanes256)) & Vector256.Create(target.NextLayout.HashMask[word]))
        | (Vector256.LoadAligned(message + (word * Lanes256)) & Vector256.Create(target.NextLayout.InputMask[word])));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> BucketsOf(Vector256<uint> y)
    {
        // Products of the even and of the odd lanes, each of 64 bits.
        Vector256<uint> reciprocal = Vector256.Create(BucketReciprocal);
        Vector256<ulong> even = Avx2.Multiply(y, reciprocal) >>> 40;
        Vector256<ulong> odd = Avx2.Multiply((y.AsUInt64() >>> 32).AsUInt32(), reciprocal) >>> 40 << 32;
        return (even | odd).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> ReverseWords(Vector256<uint> words) => Avx2.Shuffle(words.AsByte(), Vector256.Create(
        (byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)).AsUInt32();
}
