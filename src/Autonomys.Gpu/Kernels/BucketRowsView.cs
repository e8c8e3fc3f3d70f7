using System.Runtime.CompilerServices;
using ILGPU;

namespace Autonomys.Gpu.Kernels;

/// <summary>The rows of a table by bucket.</summary>
internal static class BucketRowsView
{
    /// <summary>Adds a row to a bucket; a full one counts it and leaves it out, which whoever reads the counts must notice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(ArrayView<TableRow> rows, ArrayView<int> counts, uint bucket, TableRow row)
    {
        int slot = Atomic.Add(ref counts[(int)bucket], 1);
        if (slot < TableRules.BucketRoom)
        {
            rows[((int)bucket * TableRules.BucketRoom) + slot] = row;
        }
    }
}
