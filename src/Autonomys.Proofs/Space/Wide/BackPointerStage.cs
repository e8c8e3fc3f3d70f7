using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>
/// Back pointers on their way into memory. They are not looked at before all tables are made, by when 40 MB of others have followed them: written
/// past the caches, they need not be fetched first, and leave the room to the rows.
/// </summary>
internal unsafe struct BackPointerStage
{
    private const int PerLine = 64 / sizeof(ulong);

    /// <summary>Those of one pair of buckets, a rest of the one before, and as many as vectors reach beyond.</summary>
    private const int Room = PosParameters.MaxBucketEntries + PerLine + 16;

    /// <summary>Bytes that this needs, from an address aligned to 64 on.</summary>
    public const int Size = Room * sizeof(ulong);

    private readonly ulong* _memory;
    private readonly ulong* _destination;
    private uint _first;

    /// <param name="memory">Of <see cref="Size"/> bytes.</param>
    /// <param name="destination">The back pointers of the table, aligned to 64 bytes.</param>
    /// <param name="first">The position of the first one to come, a multiple of eight.</param>
    public BackPointerStage(byte* memory, ulong* destination, uint first)
    {
        _memory = (ulong*)memory;
        _destination = destination;
        _first = first;
    }

    /// <summary>Where to write those of the next pair, by position.</summary>
    public readonly ulong* ByPosition => _memory - _first;

    /// <summary>Takes whole lines away once everything below <paramref name="end"/> is there.</summary>
    public void Advance(uint end)
    {
        // SAFETY: what is staged is at most the room; the destination holds all positions of the table, and is aligned as the first one is.
        int lines = (int)(end - _first) / PerLine;
        ulong* to = _destination + _first;
        for (int i = 0; i < lines * PerLine; i += PerLine)
        {
            Vector256.LoadAligned(_memory + i).StoreAlignedNonTemporal(to + i);
            Vector256.LoadAligned(_memory + i + 4).StoreAlignedNonTemporal(to + i + 4);
        }

        ulong* rest = _memory + (lines * PerLine);
        _first += (uint)(lines * PerLine);
        for (uint i = 0; i < end - _first; i++)
        {
            _memory[i] = rest[i];
        }
    }

    /// <summary>Writes the rest; afterwards all are to be seen by other threads too.</summary>
    public readonly void Finish(uint end)
    {
        new ReadOnlySpan<ulong>(_memory, (int)(end - _first)).CopyTo(new Span<ulong>(_destination + _first, (int)(end - _first)));
        if (Sse.IsSupported)
        {
            Sse.StoreFence();
        }
    }
}
