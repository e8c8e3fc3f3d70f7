using System.Runtime.CompilerServices;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>
/// The right entries that lie on the 64 rows of the grid from a left row on, in ascending order: at most two ranges, since after row 118
/// comes row 0.
/// </summary>
internal readonly struct GridWindow
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GridWindow(in SortedBucket right, int leftRow)
    {
        // The rows that begin again at 0 are the lower ones and come first.
        int end = leftRow + PosParameters.Targets;
        WrappedEnd = end > PosParameters.B ? right.RowStart(end - PosParameters.B) : 0;
        Start = right.RowStart(leftRow);
        End = right.RowStart(Math.Min(end, PosParameters.B));
    }

    /// <summary>Entries from 0 to here (exclusive) lie on rows that begin again at 0: their distance is 119 larger.</summary>
    public int WrappedEnd { get; }

    /// <summary>First entry of the other range.</summary>
    public int Start { get; }

    /// <summary>End of the other range (exclusive).</summary>
    public int End { get; }
}
