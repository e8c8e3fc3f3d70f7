using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>64 right entries at once, in two vectors.</summary>
internal static unsafe partial class Matcher
{
    /// <inheritdoc cref="MatchScalar"/>
    public static int Match256(in SortedBucket left, in SortedBucket right, int leftBucketIndex, MatchList matches)
    {
        StepTables steps = new(StepsOf(leftBucketIndex));

        // The left columns that right entries match on this row of the left grid, above 127 where there is none; and where each 64 begin.
        Vector256<byte>* wanted = stackalloc Vector256<byte>[2 * MaxGroups];
        uint* bases = stackalloc uint[MaxGroups];
        byte* leftColumns = left.GridColumns;
        int found = 0;
        int entry = 0;
        for (int row = 0; row < PosParameters.B; row++)
        {
            int end = left.RowStart(row + 1);
            if (entry == end)
            {
                continue;
            }

            // SAFETY: both ranges lie in the bucket, and 64 bytes may be read beyond it; they are cut into at most MaxGroups groups.
            GridWindow window = new(right, row);
            int groups = 0;
            for (int first = 0; first < window.WrappedEnd; first += 64)
            {
                bases[groups] = (uint)first << 16;
                steps.Wanted(right, first, row - PosParameters.B, wanted + (2 * groups++));
            }

            for (int first = window.Start; first < window.End; first += 64)
            {
                bases[groups] = (uint)first << 16;
                steps.Wanted(right, first, row, wanted + (2 * groups++));
            }

            for (; entry < end; entry++)
            {
                Vector256<byte> column = Vector256.Create(leftColumns[entry]);
                for (int group = 0; group < groups; group++)
                {
                    ulong low = Vector256.Equals(wanted[2 * group], column).ExtractMostSignificantBits();
                    ulong high = Vector256.Equals(wanted[(2 * group) + 1], column).ExtractMostSignificantBits();
                    found = matches.Add(found, bases[group] | (uint)entry, low | (high << 32));
                }

                if (found >= MatchList.Limit)
                {
                    return MatchList.Limit;
                }
            }
        }

        return found;
    }

    /// <summary>The 64 steps in four tables of 16, each in both halves of a vector.</summary>
    private readonly struct StepTables(ReadOnlySpan<byte> steps)
    {
        private readonly Vector256<byte> _steps0 = Twice(steps[..16]);
        private readonly Vector256<byte> _steps1 = Twice(steps[16..32]);
        private readonly Vector256<byte> _steps2 = Twice(steps[32..48]);
        private readonly Vector256<byte> _steps3 = Twice(steps[48..]);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Wanted(in SortedBucket right, int first, int leftRow, Vector256<byte>* wanted)
        {
            Vector256<byte> here = Vector256.Create((byte)leftRow);
            wanted[0] = Wanted(Vector256.Load(right.GridRows + first), Vector256.Load(right.GridColumns + first), here);
            wanted[1] = Wanted(Vector256.Load(right.GridRows + first + 32), Vector256.Load(right.GridColumns + first + 32), here);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Vector256<byte> Wanted(Vector256<byte> rows, Vector256<byte> columns, Vector256<byte> leftRow)
        {
            // A shuffle looks at the lower four bits of an index below 128; bits 4 and 5, moved to the highest, choose between the tables.
            Vector256<byte> m = rows - leftRow;
            Vector256<byte> bit4 = (m.AsUInt16() << 3).AsByte();
            Vector256<byte> bit5 = (m.AsUInt16() << 2).AsByte();
            Vector256<byte> step = Avx2.BlendVariable(
                Avx2.BlendVariable(Avx2.Shuffle(_steps0, m), Avx2.Shuffle(_steps1, m), bit4),
                Avx2.BlendVariable(Avx2.Shuffle(_steps2, m), Avx2.Shuffle(_steps3, m), bit4),
                bit5);

            // A byte below zero has wrapped to one above 127, so that the lesser of it and its sum with the modulus is the residue.
            Vector256<byte> column = columns - step;
            column = Vector256.Min(column, column + Vector256.Create((byte)PosParameters.C));
            Vector256<byte> reached = Vector256.Equals(Vector256.Min(m, Vector256.Create((byte)(PosParameters.Targets - 1))), m);
            return column | ~reached;
        }

        private static Vector256<byte> Twice(ReadOnlySpan<byte> part) => Vector256.Create(Vector128.Create(part), Vector128.Create(part));
    }
}
