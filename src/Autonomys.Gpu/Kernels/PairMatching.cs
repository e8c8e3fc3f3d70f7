using ILGPU;

namespace Autonomys.Gpu.Kernels;

/// <summary>Finds the matches of two sorted buckets, in the order of the format: by left entry, and for one left entry by right entry.</summary>
/// <remarks>
/// A left entry at row c and column d matches, for each m below 64, what lies at row c + m and column d + (2m + parity)² of the right bucket,
/// rows modulo 119 and columns modulo 127. Both moduli are in the bits already, which repeat the first rows and the columns; so one addition
/// of a number that depends on m alone leads to the bit to look at. Ascending rows are ascending targets: m runs from where the rows wrap.
/// </remarks>
internal static class PairMatching
{
    /// <summary>Leaves Matches of <paramref name="shared"/> filled, and all threads past a barrier.</summary>
    /// <param name="shared">Both buckets sorted.</param>
    /// <param name="parity">Number of the left bucket modulo 2.</param>
    /// <param name="leftCount">Entries of the left bucket.</param>
    /// <returns>How many matches there are, at most 512: the format leaves out what goes beyond.</returns>
    public static int Match(PairShared shared, int parity, int leftCount)
    {
        for (int i = Group.IdxX; i < leftCount; i += Group.DimX)
        {
            int cell = shared.Cell[i];
            int row = cell >> PairShared.LogColumnRoom;
            int from = (row * PairShared.WordsPerRow * 32) + (cell & (PairShared.ColumnRoom - 1));
            uint low = Hits(shared.Bits, from, parity, 0);
            uint high = Hits(shared.Bits, from, parity, 32);

            // Low and high in the order of targets: the rows that wrap come first.
            int wrapping = row + TableRules.Targets - TableRules.Rows;
            int first = wrapping > 0 ? TableRules.Targets - wrapping : 0;
            ulong hits = ((ulong)high << 32) | low;
            hits = first == 0 ? hits : (hits >> first) | (hits << (TableRules.Targets - first));
            shared.Hits[2 * i] = (uint)hits;
            shared.Hits[(2 * i) + 1] = (uint)(hits >> 32);

            int count = Visit(shared, i, parity, hits, first, -1);
            shared.MatchCounts[i] = (ushort)count;
            Atomic.Add(ref shared.MatchSumsView[i >> PairShared.LogTogether], count);
            Atomic.Add(ref shared.MatchSumsView[PairShared.MatchSums - 1], count);
        }

        Group.Barrier();
        for (int i = Group.IdxX; i < leftCount; i += Group.DimX)
        {
            ulong hits = ((ulong)shared.Hits[(2 * i) + 1] << 32) | shared.Hits[2 * i];
            if (hits != 0)
            {
                int wrapping = (shared.Cell[i] >> PairShared.LogColumnRoom) + TableRules.Targets - TableRules.Rows;
                int first = wrapping > 0 ? TableRules.Targets - wrapping : 0;
                Visit(shared, i, parity, hits, first, FirstMatch(shared, i));
            }
        }

        Group.Barrier();
        return IntrinsicMath.Min(shared.MatchSumsView[PairShared.MatchSums - 1], TableRules.BucketRoom);
    }

    /// <summary>Whether there is an entry at each of 32 targets from m = <paramref name="first"/> on, that one in the lowest bit.</summary>
    private static uint Hits(ArrayView<uint> bits, int from, int parity, int first)
    {
        uint hits = 0;
        for (int m = first; m < first + 32; m++)
        {
            int bit = from + (m * PairShared.WordsPerRow * 32) + Step(m, parity);
            hits = (hits >> 1) | (bits[bit >> 5] >> (bit & 31) << 31);
        }

        return hits;
    }

    /// <summary>Columns from a left entry to its target: (2m + parity)² modulo 127.</summary>
    private static int Step(int m, int parity)
    {
        // Below 127², so two foldings by 127 = 2^7 − 1 leave 0 to 127.
        int root = (2 * m) + parity;
        int step = root * root;
        step = (step & 127) + (step >> 7);
        step = (step & 127) + (step >> 7);
        return step == TableRules.Columns ? 0 : step;
    }

    /// <summary>Goes through the right entries that a left entry matches, and writes them to the matches from <paramref name="match"/> on unless it is −1.</summary>
    /// <returns>How many there are.</returns>
    private static int Visit(PairShared shared, int leftEntry, int parity, ulong hits, int first, int match)
    {
        int cell = shared.Cell[leftEntry];
        int found = 0;
        while (hits != 0)
        {
            int index = IntrinsicMath.BitOperations.TrailingZeroCount(hits);
            hits &= hits - 1;
            int m = (index + first) & (TableRules.Targets - 1);
            int row = (cell >> PairShared.LogColumnRoom) + m;
            row = row >= TableRules.Rows ? row - TableRules.Rows : row;
            int column = (cell & (PairShared.ColumnRoom - 1)) + Step(m, parity);
            column = column >= TableRules.Columns ? column - TableRules.Columns : column;
            int end = shared.RowStarts[PairShared.RowRoom + row + 1];
            for (int other = shared.RowStarts[PairShared.RowRoom + row]; other < end; other++)
            {
                // Several entries may have one y.
                if ((shared.Cell[TableRules.BucketRoom + other] & (PairShared.ColumnRoom - 1)) == column)
                {
                    if (match >= 0 && match + found < TableRules.BucketRoom)
                    {
                        shared.Matches[match + found] = (uint)leftEntry | ((uint)other << 16);
                    }

                    found++;
                }
            }
        }

        return found;
    }

    /// <summary>Matches of all left entries before <paramref name="leftEntry"/>.</summary>
    private static int FirstMatch(PairShared shared, int leftEntry)
    {
        int sum = 0;
        int whole = leftEntry >> PairShared.LogTogether;
        for (int i = 0; i < whole; i++)
        {
            sum += shared.MatchSumsView[i];
        }

        for (int i = whole << PairShared.LogTogether; i < leftEntry; i++)
        {
            sum += shared.MatchCounts[i];
        }

        return sum;
    }
}
