using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Autonomys.Farming.Farms.Files;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Farming.Farms.Caching;

/// <summary>
/// Pieces kept in the part of plot.bin that has no sectors yet, from the end backwards, until plotting needs the space
/// (protocol.md 4.5). Concurrent use is allowed.
/// </summary>
public sealed class PlotCache
{
    private readonly Lock _lock = new();
    private readonly DirectIoFile _plot;
    private readonly Dictionary<PieceIndex, long> _slots = [];
    private long _nextSlot;
    private long _floor;

    internal PlotCache(DirectIoFile plot, long floor, long end)
    {
        _plot = plot;
        _floor = floor;
        _nextSlot = (end / PieceCacheElement.Size) - 1;
    }

    /// <summary>Pieces that may be there; plotting can have overwritten some.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _slots.Count;
            }
        }
    }

    /// <summary>Reads a piece that plotting has not overwritten.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public bool TryRead(PieceIndex index, [NotNullWhen(true)] out Piece? piece)
    {
        piece = null;
        long slot;
        lock (_lock)
        {
            if (!_slots.TryGetValue(index, out slot))
            {
                return false;
            }
        }

        using IMemoryOwner<byte> buffer = MemoryPool<byte>.Shared.Rent(PieceCacheElement.Size);
        Span<byte> element = buffer.Memory.Span[..PieceCacheElement.Size];
        _plot.ReadExactly(slot * PieceCacheElement.Size, element);
        if (PieceCacheElement.Parse(element, out PieceIndex found) == CacheSlot.Piece && found == index)
        {
            piece = PieceCacheElement.ToPiece(element);
            return true;
        }

        lock (_lock)
        {
            _slots.Remove(index);
        }

        return false;
    }

    /// <summary>Keeps a piece; false when sectors have taken the space.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public bool TryStore(PieceIndex index, Piece piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        using IMemoryOwner<byte> buffer = MemoryPool<byte>.Shared.Rent(PieceCacheElement.Size);
        Span<byte> element = buffer.Memory.Span[..PieceCacheElement.Size];
        PieceCacheElement.Write(index, piece.Bytes, element);
        lock (_lock)
        {
            if (_slots.ContainsKey(index))
            {
                return true;
            }

            long offset = _nextSlot * PieceCacheElement.Size;
            if (_nextSlot < 0 || offset < _floor)
            {
                return false;
            }

            // Inside the lock: the floor must not rise above the slot while it is written.
            _plot.Write(offset, element);
            _slots[index] = _nextSlot--;
            return true;
        }
    }

    /// <summary>Finds the pieces that were stored before; reads back to the first slot without one.</summary>
    internal void Scan(CancellationToken cancellationToken)
    {
        using IMemoryOwner<byte> buffer = MemoryPool<byte>.Shared.Rent(PieceCacheElement.Size);
        Span<byte> element = buffer.Memory.Span[..PieceCacheElement.Size];
        lock (_lock)
        {
            for (; _nextSlot >= 0 && _nextSlot * PieceCacheElement.Size >= _floor; _nextSlot--)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _plot.ReadExactly(_nextSlot * PieceCacheElement.Size, element);
                if (PieceCacheElement.Parse(element, out PieceIndex index) != CacheSlot.Piece)
                {
                    break;
                }

                _slots[index] = _nextSlot;
            }
        }
    }

    /// <summary>Gives the plot up to <paramref name="bytes"/> to sectors; returns when no piece is being written there any more.</summary>
    internal void RaiseFloor(long bytes)
    {
        lock (_lock)
        {
            if (bytes <= _floor)
            {
                return;
            }

            _floor = bytes;
            foreach ((PieceIndex index, long slot) in _slots)
            {
                if (slot * PieceCacheElement.Size < _floor)
                {
                    _slots.Remove(index);
                }
            }
        }
    }
}
