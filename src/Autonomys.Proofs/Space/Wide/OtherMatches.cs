using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>The matches of right entries that have no place on a <see cref="RightGrid"/>: for each of them, the left entries that reach it.</summary>
internal static unsafe class OtherMatches
{
    /// <summary>The most that are found, and the one beyond all left entries that ends them.</summary>
    public const int Room = 128;

    /// <summary>Finds them, each as left index above and right index below, ascending.</summary>
    /// <param name="steps">s(m) for the 64 values of m.</param>
    /// <param name="matches">Room for <see cref="Room"/>.</param>
    /// <returns>False if there is no room for all.</returns>
    public static bool TryFind(in SortedBucket left, in SortedBucket right, in RightGrid grid, ReadOnlySpan<byte> steps, uint* matches)
    {
        Vector256<byte> steps0 = Twice(steps[..16]);
        Vector256<byte> steps1 = Twice(steps[16..32]);
        Vector256<byte> steps2 = Twice(steps[32..48]);
        Vector256<byte> steps3 = Twice(steps[48..]);
        int found = 0;
        for (int other = 0; other < grid.OtherCount; other++)
        {
            int index = grid.Others[other];
            Vector256<byte> row = Vector256.Create(right.GridRows[index]);
            Vector256<byte> column = Vector256.Create(right.GridColumns[index]);
            for (int first = 0; first < left.Count; first += 32)
            {
                // SAFETY: 64 bytes may be read from any entry on; what is beyond the last one is cut off.
                Vector256<byte> m = row - Vector256.Load(left.GridRows + first);
                m = Vector256.Min(m, m + Vector256.Create((byte)PosParameters.B));

                // A shuffle looks at the lower four bits of an index below 128; bits 4 and 5, moved to the highest, choose between the tables.
                Vector256<byte> bit4 = (m.AsUInt16() << 3).AsByte();
                Vector256<byte> bit5 = (m.AsUInt16() << 2).AsByte();
                Vector256<byte> step = Avx2.BlendVariable(
                    Avx2.BlendVariable(Avx2.Shuffle(steps0, m), Avx2.Shuffle(steps1, m), bit4),
                    Avx2.BlendVariable(Avx2.Shuffle(steps2, m), Avx2.Shuffle(steps3, m), bit4),
                    bit5);
                Vector256<byte> wanted = column - step;
                wanted = Vector256.Min(wanted, wanted + Vector256.Create((byte)PosParameters.C));
                Vector256<byte> reached = Vector256.Equals(Vector256.Min(m, Vector256.Create((byte)(PosParameters.Targets - 1))), m);
                uint equal = (Vector256.Equals(wanted, Vector256.Load(left.GridColumns + first)) & reached).ExtractMostSignificantBits();
                if (left.Count - first < 32)
                {
                    equal &= (1u << (left.Count - first)) - 1;
                }

                for (; equal != 0; equal &= equal - 1)
                {
                    if (found == Room - 1)
                    {
                        return false;
                    }

                    matches[found++] = ((uint)(first + BitOperations.TrailingZeroCount(equal)) << 16) | (uint)index;
                }
            }
        }

        if (found > 1)
        {
            new Span<uint>(matches, found).Sort();
        }

        matches[found] = uint.MaxValue;
        return true;
    }

    private static Vector256<byte> Twice(ReadOnlySpan<byte> part) => Vector256.Create(Vector128.Create(part), Vector128.Create(part));
}
