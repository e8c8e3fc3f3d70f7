using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>All 64 targets of a left entry at once, against five places on each of their rows.</summary>
internal static unsafe partial class Matcher
{
    /// <inheritdoc cref="MatchScalar"/>
    [SkipLocalsInit]
    public static int Match256(in SortedBucket left, in SortedBucket right, int leftBucketIndex, MatchList matches)
    {
        byte* memory = stackalloc byte[RightGrid.Size];
        uint* others = stackalloc uint[OtherMatches.Room];
        RightGrid grid = new(memory);
        ReadOnlySpan<byte> steps = StepsOf(leftBucketIndex);
        if (grid.TryFill(right) && OtherMatches.TryFind(left, right, in grid, steps, others))
        {
            return MatchPlaces(left, in grid, steps, matches, others);
        }

        // So many entries on one row are not to be expected in any table.
        return MatchScalar(left, right, leftBucketIndex, matches);
    }

    /// <param name="others">Matches of right entries without a place, ascending, and one beyond all left entries.</param>
    [SkipLocalsInit]
    private static int MatchPlaces(in SortedBucket left, in RightGrid grid, ReadOnlySpan<byte> steps, MatchList matches, uint* others)
    {
        Vector256<byte> nearSteps = Vector256.Create(steps[..32]);
        Vector256<byte> farSteps = Vector256.Create(steps[32..]);
        byte* leftRows = left.GridRows;
        byte* leftColumns = left.GridColumns;
        byte* hits = stackalloc byte[PosParameters.Targets];
        int count = left.Count;
        int found = 0;
        for (int entry = 0; entry < count; entry++)
        {
            // SAFETY: 64 rows from row 118 on are within the grid; the list has room for what one entry can match beyond the limit.
            int row = leftRows[entry];
            byte* cells = grid.Columns + row;
            Vector256<byte> column = Vector256.Create(leftColumns[entry]);
            Vector256<byte> near = Hits(cells, column + nearSteps);
            Vector256<byte> far = Hits(cells + 32, column + farSteps);
            near.Store(hits);
            far.Store(hits + 32);
            ulong rows = ~(Vector256.Equals(near, Vector256<byte>.Zero).ExtractMostSignificantBits()
                | ((ulong)Vector256.Equals(far, Vector256<byte>.Zero).ExtractMostSignificantBits() << 32));

            // Rows that begin again at 0 have the lesser right indexes and come first.
            int again = row + PosParameters.Targets > PosParameters.B ? PosParameters.B - row : 0;
            rows = BitOperations.RotateRight(rows, again);
            int start = found;
            uint* starts = grid.RowStarts + row;

            // Two are written whether there are any or not: which of 64 rows match is not predictable. More are rare.
            uint* to = matches.Pairs + found;
            ulong rest = rows & (rows - 1);
            to[0] = MatchList.Pair(entry, First(starts, hits, rows, again));
            to[1] = MatchList.Pair(entry, First(starts, hits, rest, again));
            found += BitOperations.PopCount(rows);
            if (((near & (near - Vector256<byte>.One)) | (far & (far - Vector256<byte>.One))) != Vector256<byte>.Zero)
            {
                // Right entries with equal y.
                found = AddAll(matches, start, entry, starts, hits, rows, again);
            }
            else if (found - start > 2)
            {
                for (rest &= rest - 1, to += 2; rest != 0; rest &= rest - 1)
                {
                    *to++ = MatchList.Pair(entry, First(starts, hits, rest, again));
                }
            }

            while (*others >> 16 == (uint)entry)
            {
                found = matches.Insert(start, found, entry, (int)(*others++ & ushort.MaxValue));
            }

            if (found >= MatchList.Limit)
            {
                return MatchList.Limit;
            }
        }

        return found;
    }

    /// <summary>For each of 32 rows, a bit for each place whose column is the row's target.</summary>
    /// <param name="sum">Column of the left entry and step, not reduced.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Hits(byte* cells, Vector256<byte> sum)
    {
        // The sum of two residues is at most 252. Less the modulus, it is either the residue or has wrapped to more than the sum.
        Vector256<byte> target = Vector256.Min(sum, sum - Vector256.Create((byte)PosParameters.C));
        Vector256<byte> hits = Vector256.Equals(target, Vector256.Load(cells)) & Vector256.Create((byte)1);
        hits |= Vector256.Equals(target, Vector256.Load(cells + RightGrid.Stride)) & Vector256.Create((byte)2);
        hits |= Vector256.Equals(target, Vector256.Load(cells + (2 * RightGrid.Stride))) & Vector256.Create((byte)4);
        hits |= Vector256.Equals(target, Vector256.Load(cells + (3 * RightGrid.Stride))) & Vector256.Create((byte)8);
        return hits | (Vector256.Equals(target, Vector256.Load(cells + (4 * RightGrid.Stride))) & Vector256.Create((byte)16));
    }

    /// <summary>The right entry of the first of <paramref name="rows"/>, which are turned by <paramref name="again"/>; anything if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int First(uint* starts, byte* hits, ulong rows, int again)
    {
        // SAFETY: a row is below 64, also where there is none.
        int row = (BitOperations.TrailingZeroCount(rows) + again) & (PosParameters.Targets - 1);
        return (int)starts[row] + BitOperations.TrailingZeroCount((uint)hits[row]);
    }

    /// <summary>All matches of a left entry, also several on one row.</summary>
    /// <returns>Matches after.</returns>
    private static int AddAll(MatchList matches, int found, int entry, uint* starts, byte* hits, ulong rows, int again)
    {
        for (; rows != 0; rows &= rows - 1)
        {
            int row = (BitOperations.TrailingZeroCount(rows) + again) & (PosParameters.Targets - 1);
            for (uint places = hits[row]; places != 0; places &= places - 1)
            {
                int place = BitOperations.TrailingZeroCount(places);
                matches.Pairs[found++] = MatchList.Pair(entry, (ushort)starts[row] + place);
            }
        }

        return found;
    }
}
