using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>
/// Rows on their way into buckets. Their places are reserved and fetched into the cache at once, but written only when the next hashes are
/// done: buckets lie megabytes apart, and a processor writes in order, so that one write which waits for memory holds up all after it.
/// </summary>
internal readonly unsafe struct PendingRows
{
    /// <summary>Most rows at a time.</summary>
    private const int Room = 16;

    /// <summary>Bytes that this needs, from an address aligned to 64 on.</summary>
    public const int Size = (Room * RowLayout.RowSize) + (Room * sizeof(ulong)) + 64;

    private readonly byte* _rows;
    private readonly byte** _places;

    /// <summary>Where rows of a full bucket go: nowhere.</summary>
    private readonly byte* _beyond;

    public PendingRows(byte* memory)
    {
        _rows = memory;
        _places = (byte**)(memory + (Room * RowLayout.RowSize));
        _beyond = memory + (Room * RowLayout.RowSize) + (Room * sizeof(ulong));
    }

    /// <summary>Room for the rows, to be filled by whoever adds their buckets.</summary>
    public uint* Rows => (uint*)_rows;

    /// <summary>Reserves the place of row <paramref name="index"/> in its bucket. A bucket that is full counts it and leaves it out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reserve(ref readonly HashTarget target, int index, uint bucket)
    {
        // SAFETY: a bucket index is a y below 2^(K + 6) divided by 15,113, and there is a count for each; below 512 there is a place for the row.
        int slot = target.IsShared ? Interlocked.Increment(ref target.Counts[bucket]) - 1 : target.Counts[bucket]++;
        byte* place = (uint)slot < PosParameters.MaxBucketEntries
            ? target.Rows + ((((nint)bucket * BucketRows.Stride) + slot) * RowLayout.RowSize)
            : _beyond;
        _places[index] = place;
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(place);
        }
    }

    /// <summary>Writes the first <paramref name="count"/> rows to their places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Vector128.LoadAligned(_rows + (i * RowLayout.RowSize)).Store(_places[i]);
        }
    }
}
