using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>Brings a bucket into the order (y, position).</summary>
internal static unsafe class BucketSorter
{
    /// <param name="rows">Where the bucket's rows are.</param>
    /// <param name="count">How many, at most 512.</param>
    /// <param name="bucketIndex">Its number.</param>
    /// <param name="layout">Of the table that the bucket is of.</param>
    /// <param name="inAnyOrder">Whether the rows may lie in another order than that of their positions.</param>
    /// <param name="sorted">Where the sorted forms go.</param>
    /// <remarks>Sorts by column, then by row of the grid, each time keeping the order of equals: two passes of counting.</remarks>
    public static void Sort(byte* rows, int count, int bucketIndex, in RowLayout layout, bool inAnyOrder, ref SortedBucket sorted)
    {
        const int Room = PosParameters.MaxBucketEntries;
        byte* gridRows = stackalloc byte[Room];
        byte* gridColumns = stackalloc byte[Room];
        ushort* byColumn = stackalloc ushort[Room];
        ushort* order = stackalloc ushort[Room];
        ushort* columnStarts = stackalloc ushort[128];
        new Span<ushort>(columnStarts, 128).Clear();
        ushort* rowStarts = sorted.RowStarts;
        new Span<ushort>(rowStarts, 128).Clear();

        // SAFETY: count is at most 512, the room of every array here; a y lies in its bucket, so its row is below 119 and its column below 127.
        uint bucketBase = (uint)bucketIndex * PosParameters.BucketSpan;
        int yShift = layout.YShift;
        for (int i = 0; i < count; i++)
        {
            uint offset = (BinaryPrimitives.ReverseEndianness(*(uint*)(rows + (i * RowLayout.RowSize))) >> yShift) - bucketBase;
            uint row = offset / PosParameters.C;
            uint column = offset - (row * PosParameters.C);
            gridRows[i] = (byte)row;
            gridColumns[i] = (byte)column;
            rowStarts[row + 1]++;
            columnStarts[column + 1]++;
        }

        uint rowSum = 0;
        uint columnSum = 0;
        for (int i = 0; i < 128; i++)
        {
            rowSum += rowStarts[i];
            rowStarts[i] = (ushort)rowSum;
            columnSum += columnStarts[i];
            columnStarts[i] = (ushort)columnSum;
        }

        for (int i = 0; i < count; i++)
        {
            byColumn[columnStarts[gridColumns[i]]++] = (ushort)i;
        }

        for (int i = 0; i < count; i++)
        {
            int from = byColumn[i];
            order[rowStarts[gridRows[from]]++] = (ushort)from;
        }

        // The second pass has moved every start to the start of the next row.
        for (int i = PosParameters.B; i > 0; i--)
        {
            rowStarts[i] = rowStarts[i - 1];
        }

        rowStarts[0] = 0;
        if (inAnyOrder)
        {
            OrderEquals(rows, order, count, yShift);
        }

        sorted.Count = count;
        ulong maskHigh = layout.RightMaskHigh;
        ulong maskLow = layout.RightMaskLow;
        int swap = layout.RightRotation >= 64 ? 8 : 0;
        int shift = layout.RightRotation % 64;
        for (int i = 0; i < count; i++)
        {
            int from = order[i];
            byte* source = rows + (from * RowLayout.RowSize);
            Vector128.Load(source).Store(sorted.LeftRows + (i * RowLayout.RowSize));
            sorted.GridRows[i] = gridRows[from];
            sorted.GridColumns[i] = gridColumns[from];

            // A rotation of 128 bits; the shift by 63 - n after one by 1 also serves n = 0.
            ulong high = BinaryPrimitives.ReverseEndianness(*(ulong*)(source + swap));
            ulong low = BinaryPrimitives.ReverseEndianness(*(ulong*)(source + (swap ^ 8)));
            ulong position = *(uint*)(source + 12) & BinaryPrimitives.ReverseEndianness(RowLayout.PositionMask);
            ulong* target = (ulong*)(sorted.RightRows + (i * RowLayout.RowSize));
            target[0] = BinaryPrimitives.ReverseEndianness(((high << shift) | (low >> 1 >> (63 - shift))) & maskHigh);
            target[1] = BinaryPrimitives.ReverseEndianness(((low << shift) | (high >> 1 >> (63 - shift))) & maskLow) | (position << 32);
        }

        new Span<byte>(sorted.Beyond, (count + 63) & ~63).Clear();
        new Span<byte>(sorted.Beyond + count, 64).Fill(0xFF);
    }

    /// <summary>
    /// Brings equal y values into the order of their positions where several threads filled the bucket in any order: insertion into a run
    /// of equals, which is nearly always one or two long.
    /// </summary>
    private static void OrderEquals(byte* rows, ushort* order, int count, int yShift)
    {
        // SAFETY: order holds count indexes below count, and there are count rows.
        for (int i = 1; i < count; i++)
        {
            ushort moving = order[i];
            (uint y, uint position) = Key(rows, moving, yShift);
            int to = i;
            for (; to > 0; to--)
            {
                (uint otherY, uint otherPosition) = Key(rows, order[to - 1], yShift);
                if (otherY != y || otherPosition < position)
                {
                    break;
                }

                order[to] = order[to - 1];
            }

            order[to] = moving;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (uint Y, uint Position) Key(byte* rows, int index, int yShift)
    {
        uint* row = (uint*)(rows + (index * RowLayout.RowSize));
        return (
            BinaryPrimitives.ReverseEndianness(row[0]) >> yShift,
            BinaryPrimitives.ReverseEndianness(row[3]) & RowLayout.PositionMask);
    }
}
