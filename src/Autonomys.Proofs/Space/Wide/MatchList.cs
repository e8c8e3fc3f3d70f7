using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>Matches of two neighbouring buckets: index into the sorted left bucket in the lower 16 bits, into the right one in the upper.</summary>
internal readonly unsafe struct MatchList(byte* memory)
{
    /// <summary>Matches that count.</summary>
    public const int Limit = PosParameters.MaxBucketEntries;

    /// <summary>
    /// Room beyond the limit: one left entry may match every right one before the limit is looked at again, and vectors are stored whole.
    /// </summary>
    private const int Room = Limit + PosParameters.MaxBucketEntries + 64;

    /// <summary>Bytes that the array needs.</summary>
    public const int Size = Room * sizeof(uint);

    public readonly uint* Pairs = (uint*)memory;

    public int Left(int match) => (ushort)Pairs[match];

    public int Right(int match) => (int)(Pairs[match] >> 16);

    public static uint Pair(int left, int right) => (uint)left | ((uint)right << 16);

    /// <summary>Adds the matches of one left entry with the 64 right entries from the right index of <paramref name="first"/> on.</summary>
    /// <param name="found">Matches before.</param>
    /// <param name="first">The pair of the left entry with the first of them.</param>
    /// <param name="equal">Which of them match, the first one lowest.</param>
    /// <returns>Matches after.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Add(int found, uint first, ulong equal)
    {
        // Two are written whether there are any or not: that saves a branch which nobody could predict. More than two are rare.
        // SAFETY: found is below 512 when an entry begins and grows by at most 512 for it; the room is larger by 64.
        uint* to = Pairs + found;
        ulong rest = equal & (equal - 1);
        to[0] = first + ((uint)BitOperations.TrailingZeroCount(equal) << 16);
        to[1] = first + ((uint)BitOperations.TrailingZeroCount(rest) << 16);
        int count = BitOperations.PopCount(equal);
        if (count > 2)
        {
            for (rest &= rest - 1, to += 2; rest != 0; rest &= rest - 1)
            {
                *to++ = first + ((uint)BitOperations.TrailingZeroCount(rest) << 16);
            }
        }

        return found + count;
    }

    /// <summary>Adds a match of one left entry to those it has, which are the last ones and ascend.</summary>
    /// <param name="start">The first match of the left entry.</param>
    /// <param name="found">Matches before.</param>
    /// <returns>Matches after.</returns>
    public int Insert(int start, int found, int left, int right)
    {
        uint pair = Pair(left, right);
        int to = found;
        for (; to > start && Pairs[to - 1] > pair; to--)
        {
            Pairs[to] = Pairs[to - 1];
        }

        Pairs[to] = pair;
        return found + 1;
    }
}
