using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>32 right entries at once.</summary>
internal static unsafe partial class Matcher
{
    /// <inheritdoc cref="MatchScalar"/>
    public static int Match256(in SortedBucket left, in SortedBucket right, int leftBucketIndex, MatchList matches)
    {
        const int Width = 32;
        ReadOnlySpan<byte> steps = Steps.Slice(leftBucketIndex % 2 * PosParameters.Targets, PosParameters.Targets);
        Vector256<byte> steps0 = Twice(steps[..16]);
        Vector256<byte> steps1 = Twice(steps[16..32]);
        Vector256<byte> steps2 = Twice(steps[32..48]);
        Vector256<byte> steps3 = Twice(steps[48..]);
        Vector256<byte> rows = Vector256.Create((byte)PosParameters.B);
        Vector256<byte> columns = Vector256.Create((byte)PosParameters.C);
        Vector256<byte> lastTarget = Vector256.Create((byte)(PosParameters.Targets - 1));
        Vector256<byte>* wanted = stackalloc Vector256<byte>[PosParameters.MaxBucketEntries / Width];
        int chunks = (right.Count + Width - 1) / Width;
        int found = 0;
        for (int row = 0; row < PosParameters.B; row++)
        {
            int entry = left.RowStarts[row];
            int end = left.RowStarts[row + 1];
            if (entry == end)
            {
                continue;
            }

            Vector256<byte> here = Vector256.Create((byte)row);
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                Vector256<byte> m = Vector256.Load(right.GridRows + (chunk * Width)) - here;
                m = Vector256.Min(m, m + rows);
                Vector256<byte> step = Part(steps0, m, 0) | Part(steps1, m, 16) | Part(steps2, m, 32) | Part(steps3, m, 48);
                Vector256<byte> column = Vector256.Load(right.GridColumns + (chunk * Width)) - step;
                column = Vector256.Min(column, column + columns);
                Vector256<byte> reached = Vector256.Equals(Vector256.Min(m, lastTarget), m);
                wanted[chunk] = column | ~reached | Vector256.Load(right.Beyond + (chunk * Width));
            }

            for (; entry < end; entry++)
            {
                Vector256<byte> column = Vector256.Create(left.GridColumns[entry]);
                for (int chunk = 0; chunk < chunks; chunk++)
                {
                    // SAFETY: found is below 512 when an entry begins and grows by at most 512 for it.
                    uint equal = Vector256.Equals(wanted[chunk], column).ExtractMostSignificantBits();
                    for (; equal != 0; equal &= equal - 1)
                    {
                        matches.Left[found] = (ushort)entry;
                        matches.Right[found++] = (ushort)((chunk * Width) + BitOperations.TrailingZeroCount(equal));
                    }
                }

                if (found >= MatchList.Limit)
                {
                    return MatchList.Limit;
                }
            }
        }

        return found;
    }

    /// <summary>Looks up those of 64 steps that <paramref name="part"/> holds, from <paramref name="first"/> on; 0 for the others.</summary>
    private static Vector256<byte> Part(Vector256<byte> part, Vector256<byte> m, byte first)
    {
        // A shuffle gives 0 for an index with its highest bit set, which is where the saturated sum puts every index above 15.
        Vector256<byte> index = Avx2.AddSaturate(m - Vector256.Create(first), Vector256.Create((byte)0x70));
        return Avx2.Shuffle(part, index);
    }

    private static Vector256<byte> Twice(ReadOnlySpan<byte> steps) => Vector256.Create(Vector128.Create(steps), Vector128.Create(steps));
}
