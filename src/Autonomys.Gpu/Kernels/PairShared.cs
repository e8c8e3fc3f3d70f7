using ILGPU;

namespace Autonomys.Gpu.Kernels;

/// <summary>
/// What the threads of a group share while they work on a pair of neighbouring buckets: 22 KiB. Arrays over entries have the left bucket's
/// from 0 and the right bucket's from 512 on, arrays over rows of the grid the left's from 0 and the right's from 128 on.
/// </summary>
internal struct PairShared
{
    public const int LogRowRoom = 7;

    /// <summary>Rows of the grid in each bucket's part of an array: more than the 119 that are used.</summary>
    public const int RowRoom = 1 << LogRowRoom;

    public const int LogTogether = 4;

    /// <summary>Rows or entries that are summed up together, so that a sum over all before takes few additions.</summary>
    public const int Together = 1 << LogTogether;

    public const int LogColumnRoom = 7;

    /// <summary>Columns of the grid in a cell's number: one more than there are.</summary>
    public const int ColumnRoom = 1 << LogColumnRoom;

    /// <summary>Sums of <see cref="Together"/> rows for both buckets.</summary>
    public const int RowSums = 2 * RowRoom / Together;

    /// <summary>Sums of <see cref="Together"/> left entries, and the sum of all.</summary>
    public const int MatchSums = (TableRules.BucketRoom / Together) + 1;

    /// <summary>Words of one row of <see cref="Bits"/>.</summary>
    public const int WordsPerRow = 8;

    /// <summary>Rows of <see cref="Bits"/>: those of the grid, and again the first ones, so that 64 rows from any one on need no modulo.</summary>
    public const int BitRows = TableRules.Rows + TableRules.Targets - 1;

    /// <summary>By entry as it lies in its bucket: row and column on the grid, see <see cref="Cell"/>.</summary>
    public ArrayView<ushort> Unsorted;

    /// <summary>Entries by row of the grid, those of one row in any order.</summary>
    public ArrayView<ushort> ByRow;

    /// <summary>Which of the 64 targets of a left entry are there, in two words: takes the place of <see cref="Unsorted"/> and <see cref="ByRow"/>.</summary>
    public ArrayView<uint> Hits;

    /// <summary>By entry in the order (y, position): where it lies in its bucket.</summary>
    public ArrayView<ushort> Order;

    /// <summary>By entry in that order: row · 128 + column.</summary>
    public ArrayView<ushort> Cell;

    /// <summary>Entries on each row; counted down to nothing while they are put there.</summary>
    public ArrayView<int> RowCounts;

    public ArrayView<int> RowSumsView;

    /// <summary>Index of the first entry on each row; row 119 has the count of all.</summary>
    public ArrayView<int> RowStarts;

    /// <summary>
    /// Which cells of the right bucket hold an entry: 256 bits for each row, column d at bits d and d + 127, so that the columns of all targets
    /// need no modulo either.
    /// </summary>
    public ArrayView<uint> Bits;

    /// <summary>Matches of each left entry.</summary>
    public ArrayView<ushort> MatchCounts;

    public ArrayView<int> MatchSumsView;

    /// <summary>Left index in the lower, right index in the upper half.</summary>
    public ArrayView<uint> Matches;

    public static PairShared Allocate()
    {
        ArrayView<uint> twice = SharedMemory.Allocate<uint>(2 * TableRules.BucketRoom);
        PairShared shared = default;
        shared.Hits = twice;
        ArrayView<ushort> halves = twice.Cast<ushort>();
        shared.Unsorted = halves.SubView(0, 2 * TableRules.BucketRoom);
        shared.ByRow = halves.SubView(2 * TableRules.BucketRoom, 2 * TableRules.BucketRoom);
        shared.Order = SharedMemory.Allocate<ushort>(2 * TableRules.BucketRoom);
        shared.Cell = SharedMemory.Allocate<ushort>(2 * TableRules.BucketRoom);
        shared.RowCounts = SharedMemory.Allocate<int>(2 * RowRoom);
        shared.RowSumsView = SharedMemory.Allocate<int>(RowSums);
        shared.RowStarts = SharedMemory.Allocate<int>(2 * RowRoom);
        shared.Bits = SharedMemory.Allocate<uint>(BitRows * WordsPerRow);
        shared.MatchCounts = SharedMemory.Allocate<ushort>(TableRules.BucketRoom);
        shared.MatchSumsView = SharedMemory.Allocate<int>(MatchSums);
        shared.Matches = SharedMemory.Allocate<uint>(TableRules.BucketRoom);
        return shared;
    }
}
