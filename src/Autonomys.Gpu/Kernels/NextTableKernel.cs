using ILGPU;

namespace Autonomys.Gpu.Kernels;

/// <summary>Tables 2 to 7: sorting, matching and hashing of one pair of buckets after the other, each by a group.</summary>
/// <remarks>
/// The entries of left bucket b have positions from 512 · b on: gaps, but the order of the format, and no pair waits for the counts of those
/// before it. Rows come into the next table's buckets in any order; they carry their positions, and that table's pass sorts by them.
/// </remarks>
internal static class NextTableKernel
{
    /// <summary>Makes table 2 to 6.</summary>
    /// <param name="parentRows">Rows of the table before, 512 for each bucket.</param>
    /// <param name="parentCounts">Entries put into each of its buckets.</param>
    /// <param name="rows">Receives the rows of the table, 512 for each bucket.</param>
    /// <param name="counts">Receives the entries put into each bucket, 0 before.</param>
    /// <param name="backPointers">By position: left position in the lower and right position in the upper 32 bits, 512 for each pair.</param>
    /// <param name="overflow">Set to 1 when a bucket of the parent was given more than 512 entries.</param>
    public static void Make<TK, TTable>(
        ArrayView<TableRow> parentRows,
        ArrayView<int> parentCounts,
        ArrayView<TableRow> rows,
        ArrayView<int> counts,
        ArrayView<ulong> backPointers,
        ArrayView<int> overflow)
        where TK : unmanaged, IConstant
        where TTable : unmanaged, IConstant
    {
        int k = default(TK).Value;
        PairShared shared = PairShared.Allocate();
        for (int left = Grid.IdxX; left < parentCounts.IntLength - 1; left += Grid.DimX)
        {
            int matches = FindMatches(shared, k, parentRows, parentCounts, left, overflow);
            for (int i = Group.IdxX; i < matches; i += Group.DimX)
            {
                uint position = (uint)((left * TableRules.BucketRoom) + i);
                TableRow leftRow = LeftRow(shared, parentRows, left, i);
                TableRow rightRow = RightRow(shared, parentRows, left, i);
                backPointers[(int)position] = BackPointer(leftRow, rightRow);
                TableRow row = MatchHash.Next(k, default(TTable).Value, leftRow, rightRow);
                row.W3 |= position;
                uint y = row.W0 >> (32 - TableRules.YBits(k));
                BucketRowsView.Put(rows, counts, TableRules.Bucket(y), row);
            }

            Group.Barrier();
        }
    }

    /// <summary>Makes of table 7 what is asked for: of each s-bucket the entry that is first by (y, position).</summary>
    /// <param name="parentRows">Rows of table 6.</param>
    /// <param name="parentCounts">Entries put into each of its buckets.</param>
    /// <param name="first">
    /// By s-bucket, all ones before: the six last bits of y above the 22 of the position, of which the least is kept. The other bits of y are those
    /// of the s-bucket. All ones stay where there is no entry.
    /// </param>
    /// <param name="backPointers">By position, filled only for entries of an s-bucket.</param>
    /// <param name="overflow">Set to 1 when a bucket of the parent was given more than 512 entries.</param>
    public static void MakeLast<TK>(
        ArrayView<TableRow> parentRows, ArrayView<int> parentCounts, ArrayView<uint> first, ArrayView<ulong> backPointers, ArrayView<int> overflow)
        where TK : unmanaged, IConstant
    {
        int k = default(TK).Value;
        PairShared shared = PairShared.Allocate();
        for (int left = Grid.IdxX; left < parentCounts.IntLength - 1; left += Grid.DimX)
        {
            int matches = FindMatches(shared, k, parentRows, parentCounts, left, overflow);
            for (int i = Group.IdxX; i < matches; i += Group.DimX)
            {
                TableRow leftRow = LeftRow(shared, parentRows, left, i);
                TableRow rightRow = RightRow(shared, parentRows, left, i);
                TableRow row = MatchHash.Next(k, 7, leftRow, rightRow);
                uint y = row.W0 >> (32 - TableRules.YBits(k));

                // The first sixteen of K bits are the number of an s-bucket, low byte first; for K above 16 the others must be zero.
                uint bits = y >> TableRules.ExtensionBits;
                int unused = k > 16 ? k - 16 : 0;
                if ((bits & ((1u << unused) - 1)) != 0)
                {
                    continue;
                }

                uint position = (uint)((left * TableRules.BucketRoom) + i);
                backPointers[(int)position] = BackPointer(leftRow, rightRow);
                uint entry = ((y & ((1u << TableRules.ExtensionBits) - 1)) << TableRules.PositionBits) | position;
                uint number = k >= 16 ? bits >> unused : bits << 1;
                Atomic.Min(ref first[(int)SwapBytes(number)], entry);
                if (k < 16)
                {
                    // Two s-buckets differ in the bit that K = 15 cuts off.
                    Atomic.Min(ref first[(int)SwapBytes(number | 1)], entry);
                }
            }

            Group.Barrier();
        }
    }

    private static int FindMatches(
        PairShared shared, int k, ArrayView<TableRow> rows, ArrayView<int> counts, int left, ArrayView<int> overflow)
    {
        int leftCount = counts[left];
        int rightCount = counts[left + 1];
        if (Group.IdxX == 0 && (leftCount > TableRules.BucketRoom || rightCount > TableRules.BucketRoom))
        {
            overflow[0] = 1;
        }

        leftCount = IntrinsicMath.Min(leftCount, TableRules.BucketRoom);
        rightCount = IntrinsicMath.Min(rightCount, TableRules.BucketRoom);
        PairSorting.Clear(shared);
        Group.Barrier();
        PairSorting.Sort(shared, rows, left, leftCount, rightCount, 32 - TableRules.YBits(k));
        return PairMatching.Match(shared, left & 1, leftCount);
    }

    private static TableRow LeftRow(PairShared shared, ArrayView<TableRow> rows, int left, int match) =>
        rows[(left * TableRules.BucketRoom) + shared.Order[(int)(shared.Matches[match] & 0xFFFF)]];

    private static TableRow RightRow(PairShared shared, ArrayView<TableRow> rows, int left, int match) =>
        rows[((left + 1) * TableRules.BucketRoom) + shared.Order[TableRules.BucketRoom + (int)(shared.Matches[match] >> 16)]];

    private static ulong BackPointer(TableRow left, TableRow right) =>
        (left.W3 & TableRules.PositionMask) | ((ulong)(right.W3 & TableRules.PositionMask) << 32);

    private static uint SwapBytes(uint value) => ((value & 0xFF) << 8) | (value >> 8);
}
