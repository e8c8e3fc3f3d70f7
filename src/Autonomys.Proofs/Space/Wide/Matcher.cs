namespace Autonomys.Proofs.Space.Wide;

/// <summary>
/// Finds the matches of two neighbouring sorted buckets, in the order of the format: by left entry, and for one left entry by right entry.
/// </summary>
/// <remarks>
/// A bucket is a grid of 119 rows and 127 columns. An entry at row c and column d matches, for each m below 64, what lies at row (c + m)
/// mod 119 and column (d + s(m)) mod 127 of the next bucket, where s(m) = (2m + parity)² mod 127. So among the entries on those 64 rows
/// a right entry at row ρ and column γ matches exactly the left column (γ − s(ρ − c)) mod 127, which does not depend on d: one calculation
/// per right entry serves a whole row of the left grid. Ascending right index is ascending target, since both are the order of y.
/// </remarks>
internal static unsafe partial class Matcher
{
    /// <summary>The most groups of 64 right entries that two ranges of at most 512 entries in all are cut into.</summary>
    private const int MaxGroups = (PosParameters.MaxBucketEntries / 64) + 2;

    /// <summary>s(m) for m below 64: for even left buckets at 0, for odd ones at 64.</summary>
    private static ReadOnlySpan<byte> Steps => StepTable;

    private static readonly byte[] StepTable = MakeSteps();


    /// <summary>One entry and one target after the other.</summary>
    /// <returns>How many matches were found, at most 512.</returns>
    public static int MatchScalar(in SortedBucket left, in SortedBucket right, int leftBucketIndex, MatchList matches)
    {
        const int Rows = PosParameters.B;
        const int Columns = PosParameters.C;
        ReadOnlySpan<byte> steps = StepsOf(leftBucketIndex);
        ReadOnlySpan<byte> rightColumns = new(right.GridColumns, right.Count);
        int found = 0;
        for (int entry = 0; entry < left.Count; entry++)
        {
            int row = left.GridRows[entry];
            int column = left.GridColumns[entry];

            // Ascending rows: first those that the 64 rows from here on reach beyond row 118, which begin again at row 0.
            int wrapped = Math.Max(0, row + PosParameters.Targets - Rows);
            for (int i = 0; i < PosParameters.Targets; i++)
            {
                int targetRow = i < wrapped ? i : row + i - wrapped;
                int m = i < wrapped ? i + PosParameters.Targets - wrapped : i - wrapped;
                int targetColumn = (column + steps[m]) % Columns;
                for (int other = right.RowStart(targetRow); other < right.RowStart(targetRow + 1); other++)
                {
                    if (rightColumns[other] == targetColumn)
                    {
                        // SAFETY: below the limit, which is looked at after each.
                        matches.Pairs[found] = MatchList.Pair(entry, other);
                        if (++found == MatchList.Limit)
                        {
                            return found;
                        }
                    }
                }
            }
        }

        return found;
    }

    private static ReadOnlySpan<byte> StepsOf(int leftBucketIndex) =>
        Steps.Slice(leftBucketIndex % 2 * PosParameters.Targets, PosParameters.Targets);

    private static byte[] MakeSteps()
    {
        byte[] steps = new byte[2 * PosParameters.Targets];
        for (int i = 0; i < steps.Length; i++)
        {
            int step = (2 * (i % PosParameters.Targets)) + (i / PosParameters.Targets);
            steps[i] = (byte)(step * step % PosParameters.C);
        }

        return steps;
    }
}
