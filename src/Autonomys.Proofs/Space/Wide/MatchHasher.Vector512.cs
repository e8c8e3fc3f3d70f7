using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Autonomys.Primitives.Simd;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>Sixteen at a time: rows are transposed into lanes on the way in and back into rows on the way out.</summary>
internal static unsafe partial class MatchHasher
{
    private const int Lanes512 = 16;

    /// <inheritdoc cref="HashScalar"/>
    public static int Hash512(in SortedBucket left, in SortedBucket right, MatchList matches, int count, ref readonly HashTarget target)
    {
        uint position = target.Position;
        int pending = 0;
        int full = count / Lanes512 * Lanes512;
        for (int first = 0; first < full; first += Lanes512)
        {
            position = HashSixteen(left, right, matches.Pairs + first, in target, position, Lanes512, target.BackPointers + position, ref pending);
        }

        if (full < count)
        {
            // The last few: the rest of the lanes repeat a valid match, and only what counts is copied out.
            uint* pairs = stackalloc uint[Lanes512];
            ulong* backPointers = stackalloc ulong[Lanes512];
            for (int i = 0; i < Lanes512; i++)
            {
                pairs[i] = matches.Pairs[Math.Min(full + i, count - 1)];
            }

            uint next = HashSixteen(left, right, pairs, in target, position, count - full, backPointers, ref pending);
            if (target.LastYs == null)
            {
                new ReadOnlySpan<ulong>(backPointers, count - full).CopyTo(new Span<ulong>(target.BackPointers + position, count - full));
            }

            position = next;
        }

        new PendingRows(target.Scratch + HashesSize).Write(pending);
        return (int)(position - target.Position);
    }

    /// <param name="pairs">Sixteen matches.</param>
    /// <param name="position">Position of the first one.</param>
    /// <param name="put">How many of them count.</param>
    /// <param name="backPointers">Room for sixteen; not used for table 7.</param>
    /// <param name="pending">Rows of the matches before that are not yet written; then those of these.</param>
    /// <returns>The position of the next entry.</returns>
    private static uint HashSixteen(
        in SortedBucket left, in SortedBucket right, uint* pairs, ref readonly HashTarget target, uint position, int put, ulong* backPointers, ref int pending)
    {
        // SAFETY: pairs are of entries of the two buckets; the scratch has sixteen lanes of six and four words.
        uint* message = (uint*)target.Scratch;
        uint* hash = message + (MessageWords * Lanes512);
        Transpose(
            FourRows(left, pairs, 0), FourRows(left, pairs + 1, 0), FourRows(left, pairs + 2, 0), FourRows(left, pairs + 3, 0),
            out Vector512<uint> left0, out Vector512<uint> left1, out Vector512<uint> left2, out Vector512<uint> left3);
        Transpose(
            FourRows(right, pairs, 16), FourRows(right, pairs + 1, 16), FourRows(right, pairs + 2, 16), FourRows(right, pairs + 3, 16),
            out Vector512<uint> right0, out Vector512<uint> right1, out Vector512<uint> right2, out Vector512<uint> right3);

        // Four vectors of pairs, of lanes 4·i and 4·i + 1 or 4·i + 2 and 4·i + 3 each, brought into the order of the lanes.
        Vector512<uint> positions = Vector512.Create(RowLayout.PositionMask);
        Vector512<uint> low = Vectors512.UnpackLow(left3 & positions, right3 & positions);
        Vector512<uint> high = Vectors512.UnpackHigh(left3 & positions, right3 & positions);
        Vector512<uint> pointers0 = Vectors512.SelectParts(low, high, 0x44);
        Vector512<uint> pointers1 = Vectors512.SelectParts(low, high, 0xEE);
        pointers0 = Vectors512.SelectParts(pointers0, pointers0, 0xD8);
        pointers1 = Vectors512.SelectParts(pointers1, pointers1, 0xD8);

        Vector512<uint> entry3 = Vector512.Create(target.Layout.EntryMask3);
        left3 &= entry3;
        right3 &= entry3;
        right0 &= Vector512.Create(target.Layout.MetadataMask0);
        int shift = target.Layout.RightShift;
        Vector512<uint> moved0 = Down(right0, shift);
        Vector512<uint> moved1 = Down(right1, shift) | Up(right0, shift);
        Vector512<uint> moved2 = Down(right2, shift) | Up(right1, shift);
        Vector512<uint> moved3 = Down(right3, shift) | Up(right2, shift);
        Vector512<uint> moved4 = Up(right3, shift);
        switch (target.Layout.RightWord)
        {
            case 0:
                StoreMessage(message, left0 | moved0, left1 | moved1, left2 | moved2, left3 | moved3, moved4, Vector512<uint>.Zero);
                break;
            case 1:
                StoreMessage(message, left0, left1 | moved0, left2 | moved1, left3 | moved2, moved3, moved4);
                break;
            default:
                StoreMessage(message, left0, left1, left2 | moved0, left3 | moved1, moved2, moved3);
                break;
        }

        Blake3Lanes512.Hash(message, target.Layout.InputBytes, hash);
        if (target.LastYs != null)
        {
            Vector512<uint> lastY = Vector512.ShiftRightLogical(ReverseWords(Vector512.LoadAligned(hash)), target.Layout.YShift);
            return KeepSixteen(in target, lastY, pointers0, pointers1, position, put);
        }

        pointers0.Store((uint*)backPointers);
        pointers1.Store((uint*)(backPointers + 8));
        Vector512<uint> word0 = Merge512(in target, message, hash, 0);
        Vector512<uint> word1 = Merge512(in target, message, hash, 1);
        Vector512<uint> word2 = Merge512(in target, message, hash, 2);
        Vector512<uint> word3 = Merge512(in target, message, hash, 3) | (Vector512.Create(position) + Vector512<uint>.Indices);
        Vector512<uint> y = Vector512.ShiftRightLogical(word0, target.Layout.YShift);
        Transpose(word0, word1, word2, word3, out Vector512<uint> rows0, out Vector512<uint> rows1, out Vector512<uint> rows2, out Vector512<uint> rows3);

        // 128-bit part i of rows j is row 4·i + j.
        PendingRows rows = new(target.Scratch + HashesSize);
        rows.Write(pending);
        Vector512<uint> low01 = Vectors512.SelectParts(rows0, rows1, 0x44);
        Vector512<uint> low23 = Vectors512.SelectParts(rows2, rows3, 0x44);
        Vector512<uint> high01 = Vectors512.SelectParts(rows0, rows1, 0xEE);
        Vector512<uint> high23 = Vectors512.SelectParts(rows2, rows3, 0xEE);
        Vectors512.SelectParts(low01, low23, 0x88).StoreAligned(rows.Rows);
        Vectors512.SelectParts(low01, low23, 0xDD).StoreAligned(rows.Rows + 16);
        Vectors512.SelectParts(high01, high23, 0x88).StoreAligned(rows.Rows + 32);
        Vectors512.SelectParts(high01, high23, 0xDD).StoreAligned(rows.Rows + 48);
        uint* buckets = message;
        BucketsOf(y).StoreAligned(buckets);
        for (int i = 0; i < put; i++)
        {
            rows.Reserve(in target, i, buckets[i]);
        }

        pending = put;
        return position + (uint)put;
    }

    private static uint KeepSixteen(
        ref readonly HashTarget target, Vector512<uint> y, Vector512<uint> pointers0, Vector512<uint> pointers1, uint position, int put)
    {
        uint wanted = (uint)Vector512.Equals(y & Vector512.Create(target.LastMask), Vector512<uint>.Zero).ExtractMostSignificantBits()
            & ((1u << put) - 1);
        if (wanted == 0)
        {
            return position;
        }

        uint* ys = stackalloc uint[Lanes512];
        ulong* backPointers = stackalloc ulong[Lanes512];
        y.Store(ys);
        pointers0.Store((uint*)backPointers);
        pointers1.Store((uint*)(backPointers + 8));
        for (; wanted != 0; wanted &= wanted - 1)
        {
            int i = System.Numerics.BitOperations.TrailingZeroCount(wanted);
            position = target.Keep(position, ys[i], backPointers[i]);
        }

        return position;
    }

    /// <summary>Rows 0, 4, 8 and 12 of the entries that the pairs name in the 16 bits from <paramref name="bit"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> FourRows(in SortedBucket bucket, uint* pairs, int bit) => Vector512.Create(
        Vector256.Create(RowOf(bucket, pairs[0], bit), RowOf(bucket, pairs[4], bit)),
        Vector256.Create(RowOf(bucket, pairs[8], bit), RowOf(bucket, pairs[12], bit)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> RowOf(in SortedBucket bucket, uint pair, int bit) => Vector128.Load(bucket.Row((ushort)(pair >> bit)));

    /// <summary>Transposes the 4 × 4 words in each 128-bit part; its own inverse.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        Vector512<uint> in0, Vector512<uint> in1, Vector512<uint> in2, Vector512<uint> in3,
        out Vector512<uint> out0, out Vector512<uint> out1, out Vector512<uint> out2, out Vector512<uint> out3)
    {
        Vector512<ulong> low01 = Vectors512.UnpackLow(in0, in1).AsUInt64();
        Vector512<ulong> low23 = Vectors512.UnpackLow(in2, in3).AsUInt64();
        Vector512<ulong> high01 = Vectors512.UnpackHigh(in0, in1).AsUInt64();
        Vector512<ulong> high23 = Vectors512.UnpackHigh(in2, in3).AsUInt64();
        out0 = Vectors512.UnpackLow(low01, low23).AsUInt32();
        out1 = Vectors512.UnpackHigh(low01, low23).AsUInt32();
        out2 = Vectors512.UnpackLow(high01, high23).AsUInt32();
        out3 = Vectors512.UnpackHigh(high01, high23).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Down(Vector512<uint> words, int bits) => Vector512.ShiftRightLogical(words, bits);

    /// <summary>What a shift down moves out, at the top; in two shifts, since one by 32 would be none at all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Up(Vector512<uint> words, int bits) => Vector512.ShiftLeft(words, 31 - bits) << 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreMessage(
        uint* message, Vector512<uint> word0, Vector512<uint> word1, Vector512<uint> word2, Vector512<uint> word3, Vector512<uint> word4, Vector512<uint> word5)
    {
        ReverseWords(word0).StoreAligned(message);
        ReverseWords(word1).StoreAligned(message + Lanes512);
        ReverseWords(word2).StoreAligned(message + (2 * Lanes512));
        ReverseWords(word3).StoreAligned(message + (3 * Lanes512));
        ReverseWords(word4).StoreAligned(message + (4 * Lanes512));
        ReverseWords(word5).StoreAligned(message + (5 * Lanes512));
    }

    /// <summary>Word <paramref name="word"/> of the new rows, with the bits of the position still zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Merge512(ref readonly HashTarget target, uint* message, uint* hash, int word) => ReverseWords(
        (Vector512.LoadAligned(hash + (word * Lanes512)) & Vector512.Create(target.NextLayout.HashMask[word]))
        | (Vector512.LoadAligned(message + (word * Lanes512)) & Vector512.Create(target.NextLayout.InputMask[word])));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> BucketsOf(Vector512<uint> y)
    {
        // Products of the even and of the odd lanes, each of 64 bits.
        Vector512<ulong> reciprocal = Vector512.Create((ulong)BucketReciprocal);
        Vector512<ulong> even = (y.AsUInt64() & Vector512.Create((ulong)uint.MaxValue)) * reciprocal >>> 40;
        Vector512<ulong> odd = (y.AsUInt64() >>> 32) * reciprocal >>> 40 << 32;
        return (even | odd).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> ReverseWords(Vector512<uint> words) => Vectors512.ShuffleParts(
        words.AsByte(), Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)).AsUInt32();
}
