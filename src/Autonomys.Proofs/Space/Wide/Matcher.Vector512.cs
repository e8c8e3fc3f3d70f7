using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Autonomys.Primitives.Simd;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>64 right entries at once, in one vector.</summary>
internal static unsafe partial class Matcher
{
    /// <summary>Whether <see cref="Match512"/> is worth it: table look-up by byte and compression of bytes are instructions.</summary>
    public static bool IsSupported512 => Vector512.IsHardwareAccelerated && Avx512Vbmi.IsSupported && Avx512Vbmi2.IsSupported;

    /// <inheritdoc cref="MatchScalar"/>
    public static int Match512(in SortedBucket left, in SortedBucket right, int leftBucketIndex, MatchList matches)
    {
        // Matches of one left entry among 64 that one store takes.
        const int Stored = 16;
        Vector512<byte> steps = Vector512.Create(StepsOf(leftBucketIndex));
        Vector512<byte> lanes = Vector512<byte>.Indices;

        // The left columns that right entries match on this row of the left grid, 255 where there is none; and where each 64 begin.
        Vector512<byte>* wanted = stackalloc Vector512<byte>[MaxGroups];
        uint* bases = stackalloc uint[MaxGroups];
        byte* leftColumns = left.GridColumns;
        uint* pairs = matches.Pairs;
        int found = 0;
        int most = 0;
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
                wanted[groups++] = Wanted(right, first, row - PosParameters.B, steps);
            }

            for (int first = window.Start; first < window.End; first += 64)
            {
                bases[groups] = (uint)first << 16;
                wanted[groups++] = Wanted(right, first, row, steps);
            }

            for (; entry < end; entry++)
            {
                Vector512<byte> column = Vector512.Create(leftColumns[entry]);
                for (int group = 0; group < groups; group++)
                {
                    // SAFETY: found is below 512 when an entry begins and grows by at most 512 for it; the room is larger by 64.
                    Vector512<byte> equal = Vector512.Equals(wanted[group], column);
                    Vector128<byte> indexes = Vectors512.Compress(equal, lanes).GetLower().GetLower();
                    ((Widen(indexes) << 16) + Vector512.Create(bases[group] | (uint)entry)).Store(pairs + found);
                    int count = BitOperations.PopCount(equal.ExtractMostSignificantBits());
                    found += count;
                    most = Math.Max(most, count);
                }

                if (found >= MatchList.Limit)
                {
                    found = MatchList.Limit;
                    row = PosParameters.B;
                    break;
                }
            }
        }

        // That one entry has more matches among 64 than a store takes does not happen by chance, but it must not go wrong.
        return most <= Stored ? found : MatchScalar(left, right, leftBucketIndex, matches);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Wanted(in SortedBucket right, int first, int leftRow, Vector512<byte> steps)
    {
        // A byte below zero has wrapped to one above 127, so that the lesser of it and its sum with the modulus is the residue.
        Vector512<byte> m = Vector512.Load(right.GridRows + first) - Vector512.Create((byte)leftRow);
        Vector512<byte> column = Vector512.Load(right.GridColumns + first) - Vectors512.LookUp(steps, m);
        column = Vector512.Min(column, column + Vector512.Create((byte)PosParameters.C));
        return column | Vector512.GreaterThanOrEqual(m, Vector512.Create((byte)PosParameters.Targets));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Widen(Vector128<byte> bytes)
    {
        Vector256<ushort> words = Vector256.Create(Vector128.WidenLower(bytes), Vector128.WidenUpper(bytes));
        return Vector512.Create(Vector256.WidenLower(words), Vector256.WidenUpper(words));
    }
}
