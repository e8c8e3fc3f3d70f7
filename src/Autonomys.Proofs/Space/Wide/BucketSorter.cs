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
    /// <remarks>
    /// Sorts by column, then by row of the grid, each time keeping the order of equals: two passes of counting. The counts of both share
    /// their cells, rows below and columns above, so that one running sum gives the starts of both.
    /// </remarks>
    public static void Sort(byte* rows, int count, int bucketIndex, in RowLayout layout, bool inAnyOrder, ref SortedBucket sorted)
    {
        const int Room = PosParameters.MaxBucketEntries;
        const int OneColumn = 1 << 16;
        const int Cells = 128;

        // An entry in passing: offset of its row above, then its grid row, then its column.
        uint* entries = stackalloc uint[Room];
        uint* byColumn = stackalloc uint[Room];
        uint* starts = sorted.RowStarts + 1;
        new Span<uint>(sorted.RowStarts, Cells + 1).Clear();

        // SAFETY: count is at most 512, the room of every array here; a y lies in its bucket, so its row is below 119 and its column below 127.
        uint bucketBase = (uint)bucketIndex * PosParameters.BucketSpan;
        int yShift = layout.YShift;
        for (int i = 0; i < count; i++)
        {
            uint offset = (*(uint*)(rows + (i * RowLayout.RowSize)) >> yShift) - bucketBase;
            uint row = offset / PosParameters.C;
            uint column = offset - (row * PosParameters.C);
            entries[i] = ((uint)(i * RowLayout.RowSize) << 16) | (row << 8) | column;
            starts[row + 1]++;
            starts[column + 1] += OneColumn;
        }

        uint sum = 0;
        for (int i = 0; i < Cells; i++)
        {
            sum += starts[i];
            starts[i] = sum;
        }

        for (int i = 0; i < count; i++)
        {
            uint entry = entries[i];
            uint* start = starts + (byte)entry;
            byColumn[*start >> 16] = entry;
            *start += OneColumn;
        }

        // Afterwards every start has moved to that of the next row; seen from one cell before, they are the starts again.
        ushort* order = sorted.Order;
        byte* gridRows = sorted.GridRows;
        byte* gridColumns = sorted.GridColumns;
        for (int i = 0; i < count; i++)
        {
            uint entry = byColumn[i];
            uint row = (byte)(entry >> 8);
            ushort* start = (ushort*)(starts + row);
            int to = *start;
            *start = (ushort)(to + 1);
            order[to] = (ushort)(entry >> 16);
            gridRows[to] = (byte)row;
            gridColumns[to] = (byte)entry;
        }

        Vector256<byte> beyond = Vector256.Create(SortedBucket.RowBeyond);
        beyond.Store(gridRows + count);
        beyond.Store(gridRows + count + 32);
        sorted.Rows = rows;
        sorted.Count = count;
        if (inAnyOrder)
        {
            OrderEquals(rows, order, count, yShift);
        }
    }

    /// <summary>
    /// Brings equal y values into the order of their positions where several threads filled the bucket in any order: insertion into a run
    /// of equals, which is nearly always one or two long.
    /// </summary>
    private static void OrderEquals(byte* rows, ushort* order, int count, int yShift)
    {
        // SAFETY: order holds the offsets of count rows.
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
    private static (uint Y, uint Position) Key(byte* rows, int offset, int yShift)
    {
        uint* row = (uint*)(rows + offset);
        return (row[0] >> yShift, row[3] & RowLayout.PositionMask);
    }
}
