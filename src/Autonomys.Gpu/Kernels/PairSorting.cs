using ILGPU;

namespace Autonomys.Gpu.Kernels;

/// <summary>Brings two neighbouring buckets into the order (y, position), whatever order their rows were put into them.</summary>
internal static class PairSorting
{
    /// <summary>Clears what is counted in. A barrier must follow.</summary>
    public static void Clear(PairShared shared)
    {
        for (int i = Group.IdxX; i < 2 * PairShared.RowRoom; i += Group.DimX)
        {
            shared.RowCounts[i] = 0;
        }

        for (int i = Group.IdxX; i < PairShared.RowSums; i += Group.DimX)
        {
            shared.RowSumsView[i] = 0;
        }

        for (int i = Group.IdxX; i < PairShared.MatchSums; i += Group.DimX)
        {
            shared.MatchSumsView[i] = 0;
        }

        for (int i = Group.IdxX; i < PairShared.BitRows * PairShared.WordsPerRow; i += Group.DimX)
        {
            shared.Bits[i] = 0;
        }
    }

    /// <summary>Leaves Order, Cell, RowStarts and Bits of <paramref name="shared"/> filled, and all threads past a barrier.</summary>
    /// <param name="shared">Cleared, and all threads past a barrier.</param>
    /// <param name="rows">Rows of all buckets.</param>
    /// <param name="left">Number of the left bucket.</param>
    /// <param name="leftCount">Its entries, at most 512.</param>
    /// <param name="rightCount">Entries of the right one, at most 512.</param>
    /// <param name="yShift">A y is the first word of a row shifted right by this.</param>
    public static void Sort(PairShared shared, ArrayView<TableRow> rows, int left, int leftCount, int rightCount, int yShift)
    {
        int all = leftCount + rightCount;
        for (int i = Group.IdxX; i < all; i += Group.DimX)
        {
            int entry = Entry(i, leftCount);
            int side = entry >> TableRules.LogBucketRoom;
            uint offset = (rows[(left * TableRules.BucketRoom) + entry].W0 >> yShift) - (uint)((left + side) * TableRules.BucketSpan);
            int row = (int)TableRules.GridRow(offset);
            int column = (int)offset - (row * TableRules.Columns);
            shared.Unsorted[entry] = (ushort)((row << PairShared.LogColumnRoom) | column);
            int counter = (side * PairShared.RowRoom) + row;
            Atomic.Add(ref shared.RowCounts[counter], 1);
            Atomic.Add(ref shared.RowSumsView[counter >> PairShared.LogTogether], 1);
            if (side == 1)
            {
                SetBits(shared.Bits, row, column);
                if (row < TableRules.Targets - 1)
                {
                    SetBits(shared.Bits, row + TableRules.Rows, column);
                }
            }
        }

        Group.Barrier();
        for (int i = Group.IdxX; i < 2 * PairShared.RowRoom; i += Group.DimX)
        {
            shared.RowStarts[i] = SumBefore(shared.RowSumsView, shared.RowCounts, i & ~(PairShared.RowRoom - 1), i);
        }

        Group.Barrier();
        for (int i = Group.IdxX; i < all; i += Group.DimX)
        {
            int entry = Entry(i, leftCount);
            int side = entry >> TableRules.LogBucketRoom;
            int counter = (side * PairShared.RowRoom) + (shared.Unsorted[entry] >> PairShared.LogColumnRoom);
            int place = shared.RowStarts[counter] + Atomic.Add(ref shared.RowCounts[counter], -1) - 1;
            shared.ByRow[(side * TableRules.BucketRoom) + place] = (ushort)(entry & (TableRules.BucketRoom - 1));
        }

        Group.Barrier();
        for (int i = Group.IdxX; i < all; i += Group.DimX)
        {
            // Within its row, about two entries, an entry's place is the number of those before it.
            int place = Entry(i, leftCount);
            int firstEntry = place & ~(TableRules.BucketRoom - 1);
            int slot = shared.ByRow[place];
            int cell = shared.Unsorted[firstEntry + slot];
            int counter = ((place >> TableRules.LogBucketRoom) << PairShared.LogRowRoom) + (cell >> PairShared.LogColumnRoom);
            int start = shared.RowStarts[counter];
            int end = shared.RowStarts[counter + 1];
            int sorted = start;
            for (int other = start; other < end; other++)
            {
                int otherSlot = shared.ByRow[firstEntry + other];
                int otherCell = shared.Unsorted[firstEntry + otherSlot];
                if (otherCell < cell || (otherCell == cell && Position(rows, left, firstEntry + otherSlot) < Position(rows, left, firstEntry + slot)))
                {
                    sorted++;
                }
            }

            shared.Order[firstEntry + sorted] = (ushort)slot;
            shared.Cell[firstEntry + sorted] = (ushort)cell;
        }

        Group.Barrier();
    }

    /// <summary>The sum of the counts from <paramref name="first"/>, a multiple of 16, to <paramref name="end"/> (exclusive).</summary>
    public static int SumBefore(ArrayView<int> sums, ArrayView<int> counts, int first, int end)
    {
        int sum = 0;
        int whole = end >> PairShared.LogTogether;
        for (int i = first >> PairShared.LogTogether; i < whole; i++)
        {
            sum += sums[i];
        }

        for (int i = whole << PairShared.LogTogether; i < end; i++)
        {
            sum += counts[i];
        }

        return sum;
    }

    /// <summary>Item <paramref name="index"/> of the left entries followed by the right ones, as an index into arrays of both.</summary>
    private static int Entry(int index, int leftCount) => index < leftCount ? index : TableRules.BucketRoom + index - leftCount;

    private static uint Position(ArrayView<TableRow> rows, int left, int entry) =>
        rows[(left * TableRules.BucketRoom) + entry].W3 & TableRules.PositionMask;

    private static void SetBits(ArrayView<uint> bits, int row, int column)
    {
        SetBit(bits, (row * PairShared.WordsPerRow * 32) + column);
        SetBit(bits, (row * PairShared.WordsPerRow * 32) + column + TableRules.Columns);
    }

    private static void SetBit(ArrayView<uint> bits, int bit) => Atomic.Or(ref bits[bit >> 5], 1u << (bit & 31));
}
