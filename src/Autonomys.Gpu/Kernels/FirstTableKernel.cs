using ILGPU;

namespace Autonomys.Gpu.Kernels;

/// <summary>Table 1 from the keystream.</summary>
internal static class FirstTableKernel
{
    /// <summary>Puts every x into the bucket of its y, in any order; its position is x.</summary>
    /// <param name="keystream">Little-endian words: K · 2^K bits and at least one word more.</param>
    /// <param name="rows">512 rows for each bucket.</param>
    /// <param name="counts">Entries put into each bucket, 0 before. Above 512 the rest was left out, and the tables are not those of the seed.</param>
    public static void Fill<TK>(ArrayView<uint> keystream, ArrayView<TableRow> rows, ArrayView<int> counts)
        where TK : unmanaged, IConstant
    {
        int k = default(TK).Value;
        int yBits = TableRules.YBits(k);
        int stride = Grid.DimX * Group.DimX;
        for (int x = (Grid.IdxX * Group.DimX) + Group.IdxX; x < 1 << k; x += stride)
        {
            // K bits at bit K·x of a string whose first bit is the highest of its first byte, then the six highest bits of x.
            uint bit = (uint)k * (uint)x;
            int word = (int)(bit >> 5);
            ulong window = ((ulong)Words.Reverse(keystream[word]) << 32) | Words.Reverse(keystream[word + 1]);
            uint partial = (uint)(window << (int)(bit & 31) >> (64 - k));
            uint y = (partial << TableRules.ExtensionBits) | ((uint)x >> (k - TableRules.ExtensionBits));

            ulong high = ((ulong)y << (64 - yBits)) | ((ulong)(uint)x << (64 - yBits - k));
            TableRow row = default;
            row.W0 = (uint)(high >> 32);
            row.W1 = (uint)high;
            row.W3 = (uint)x;
            BucketRowsView.Put(rows, counts, TableRules.Bucket(y), row);
        }
    }
}
