using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>64 right entries at once.</summary>
internal static unsafe partial class Matcher
{
    /// <summary>Whether <see cref="Match512"/> can run: table look-up by byte and compression of bytes.</summary>
    public static bool IsSupported512 => Vector512.IsHardwareAccelerated && Avx512Vbmi.IsSupported && Avx512Vbmi2.IsSupported;

    /// <inheritdoc cref="MatchScalar"/>
    public static int Match512(in SortedBucket left, in SortedBucket right, int leftBucketIndex, MatchList matches)
    {
        const int Width = 64;
        Vector512<byte> steps = Vector512.Create(Steps.Slice(leftBucketIndex % 2 * PosParameters.Targets, PosParameters.Targets));
        Vector512<byte> rows = Vector512.Create((byte)PosParameters.B);
        Vector512<byte> columns = Vector512.Create((byte)PosParameters.C);
        Vector512<byte> targets = Vector512.Create((byte)PosParameters.Targets);
        Vector512<byte> lanes = Vector512<byte>.Indices;

        // The left columns that right entries match on this row of the left grid; 255 where there is none.
        Vector512<byte>* wanted = stackalloc Vector512<byte>[PosParameters.MaxBucketEntries / Width];
        int chunks = (right.Count + Width - 1) / Width;
        byte* rightRows = right.GridRows;
        byte* rightColumns = right.GridColumns;
        byte* beyond = right.Beyond;
        byte* leftColumns = left.GridColumns;
        ushort* rowStarts = left.RowStarts;
        ushort* foundLeft = matches.Left;
        ushort* foundRight = matches.Right;
        int found = 0;
        int most = 0;
        for (int row = 0; row < PosParameters.B; row++)
        {
            int entry = rowStarts[row];
            int end = rowStarts[row + 1];
            if (entry == end)
            {
                continue;
            }

            // A byte below zero has wrapped to one above 127, so that the lesser of it and its sum with the modulus is the residue.
            Vector512<byte> here = Vector512.Create((byte)row);
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                Vector512<byte> m = Vector512.Load(rightRows + (chunk * Width)) - here;
                m = Vector512.Min(m, m + rows);
                Vector512<byte> column = Vector512.Load(rightColumns + (chunk * Width)) - Avx512Vbmi.PermuteVar64x8(steps, m);
                column = Vector512.Min(column, column + columns);
                wanted[chunk] = column | Vector512.GreaterThanOrEqual(m, targets) | Vector512.Load(beyond + (chunk * Width));
            }

            for (; entry < end; entry++)
            {
                Vector512<byte> column = Vector512.Create(leftColumns[entry]);
                Vector512<ushort> leftIndex = Vector512.Create((ushort)entry);
                for (int chunk = 0; chunk < chunks; chunk++)
                {
                    // SAFETY: found is below 512 when an entry begins and grows by at most 512 for it; a store takes 32 elements.
                    Vector512<byte> equal = Vector512.Equals(wanted[chunk], column);
                    Vector256<byte> indexes = Avx512Vbmi2.Compress(Vector512<byte>.Zero, equal, lanes).GetLower();
                    (Avx512BW.ConvertToVector512UInt16(indexes) + Vector512.Create((ushort)(chunk * Width))).Store(foundRight + found);
                    leftIndex.Store(foundLeft + found);
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

        // A store keeps 32 of 64 lanes. That one entry has more matches among 64 does not happen by chance, but it must not go wrong.
        return most <= Width / 2 ? found : MatchScalar(left, right, leftBucketIndex, matches);
    }
}
