using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>Where the results of the matches of one pair of buckets go.</summary>
internal unsafe struct HashTarget
{
    /// <summary>Layout of the table that the matches are in.</summary>
    public RowLayout Layout;

    /// <summary>Layout of the table that is made of them.</summary>
    public RowLayout NextLayout;

    /// <summary>Position of the first match.</summary>
    public uint Position;

    /// <summary>Back pointers of the table that is made, by position.</summary>
    public ulong* BackPointers;

    /// <summary>The y values of table 7, by position; null for the other tables, whose rows go into buckets.</summary>
    public uint* LastYs;

    /// <summary>Bits of y that must be zero for an entry of table 7 to be kept.</summary>
    public uint LastMask;

    /// <summary>Rows and counts of <see cref="BucketRows"/>.</summary>
    public byte* Rows;

    public int* Counts;

    /// <summary>Whether other threads fill the same buckets.</summary>
    public bool IsShared;

    /// <summary>Memory of this call, <see cref="MatchHasher.ScratchSize"/> bytes aligned to 64.</summary>
    public byte* Scratch;

    /// <summary>Adds a row to a bucket. A bucket that is full counts it and leaves it out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Put(uint bucket, Vector128<uint> row)
    {
        // SAFETY: a bucket index is a y below 2^(K + 6) divided by 15,113, and there is a count for each.
        int slot = IsShared ? Interlocked.Increment(ref Counts[bucket]) - 1 : Counts[bucket]++;
        if ((uint)slot < PosParameters.MaxBucketEntries)
        {
            row.Store((uint*)(Rows + (((nint)bucket * BucketRows.Stride) + slot) * RowLayout.RowSize));
        }
    }

    /// <summary>Keeps an entry of table 7 at position <paramref name="at"/> if its y has zeros where they are wanted.</summary>
    /// <returns>The position of the next one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Keep(uint at, uint y, ulong backPointer)
    {
        if ((y & LastMask) != 0)
        {
            return at;
        }

        LastYs[at] = y;
        BackPointers[at] = backPointer;
        return at + 1;
    }
}
