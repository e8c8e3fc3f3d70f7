using System.Diagnostics.CodeAnalysis;
using Autonomys.Farming.Farms.Files;
using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Farming.Farms.Caching;

/// <summary>Pieces on disk, found by their index: a <see cref="PieceCacheFile"/> with a map of what is where. Concurrent use is allowed.</summary>
public sealed class PieceCache : IPieceSource, IDisposable
{
    // The network's farmers look no further after four slots in a row without a piece; a batch is read at once.
    private const int ScanBatch = 32;

    private readonly Lock _lock = new();
    private readonly PieceCacheFile _file;
    private readonly Dictionary<PieceIndex, uint> _slots = [];
    private readonly SortedSet<uint> _free = [];

    private PieceCache(PieceCacheFile file) => _file = file;

    /// <summary>Pieces that fit.</summary>
    public uint Capacity => _file.Capacity;

    /// <summary>Pieces that are there.</summary>
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

    /// <summary>Slots whose checksum was wrong, found when the cache was opened or read; they are used again.</summary>
    public int DamagedCount { get; private set; }

    /// <summary>Opens the cache in a directory of its own and finds out what it holds.</summary>
    /// <exception cref="FarmException">Another process has it open, or the disk is full or refuses.</exception>
    public static PieceCache Open(
        string directory, uint capacity, IProgress<AllocationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Open(PieceCacheFile.Open(directory, capacity, progress, cancellationToken), cancellationToken);

    /// <summary>Finds out what an open cache file holds, and owns it from then on.</summary>
    public static PieceCache Open(PieceCacheFile file, CancellationToken cancellationToken = default)
    {
        PieceCache cache = new(file);
        try
        {
            cache.Scan(cancellationToken);
            return cache;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public bool Contains(PieceIndex index)
    {
        lock (_lock)
        {
            return _slots.ContainsKey(index);
        }
    }

    /// <summary>Indexes of all pieces, in no order.</summary>
    public IReadOnlyList<PieceIndex> Indexes()
    {
        lock (_lock)
        {
            return [.. _slots.Keys];
        }
    }

    /// <summary>Reads a piece; one that is damaged is forgotten and counts as not there.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public bool TryRead(PieceIndex index, [NotNullWhen(true)] out Piece? piece)
    {
        uint slot;
        lock (_lock)
        {
            if (!_slots.TryGetValue(index, out slot))
            {
                piece = null;
                return false;
            }
        }

        if (_file.Read(slot, out PieceIndex found, out piece) == CacheSlot.Piece && found == index && piece is not null)
        {
            return true;
        }

        piece = null;
        lock (_lock)
        {
            if (_slots.TryGetValue(index, out uint current) && current == slot)
            {
                _slots.Remove(index);
                _free.Add(slot);
                DamagedCount++;
            }
        }

        return false;
    }

    /// <summary>Keeps a piece; false when the cache is full. A piece that is there already is not written again.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public bool TryStore(PieceIndex index, Piece piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        uint slot;
        lock (_lock)
        {
            if (_slots.ContainsKey(index))
            {
                return true;
            }

            if (_free.Count == 0)
            {
                return false;
            }

            slot = _free.Min;
            _free.Remove(slot);
        }

        bool isWritten = false;
        try
        {
            _file.Write(slot, index, piece);
            isWritten = true;
        }
        finally
        {
            lock (_lock)
            {
                // Two callers may have brought the same piece at once: the first slot stays the known one.
                if (!isWritten || !_slots.TryAdd(index, slot))
                {
                    _free.Add(slot);
                }
            }
        }

        return true;
    }

    /// <summary>Drops a piece, so that its slot can be used for another.</summary>
    public bool Remove(PieceIndex index)
    {
        lock (_lock)
        {
            if (!_slots.Remove(index, out uint slot))
            {
                return false;
            }

            _file.Clear(slot);
            _free.Add(slot);
            return true;
        }
    }

    public async ValueTask<Piece?> GetPieceAsync(PieceIndex pieceIndex, CancellationToken cancellationToken) =>
        await Task.Run(() => TryRead(pieceIndex, out Piece? piece) ? piece : null, cancellationToken).ConfigureAwait(false);

    /// <summary>Returns when everything stored so far is on the disk.</summary>
    public void Flush() => _file.Flush();

    public void Dispose() => _file.Dispose();

    private void Scan(CancellationToken cancellationToken)
    {
        bool isBeyondPieces = false;
        for (uint start = 0; start < Capacity; start += ScanBatch)
        {
            uint end = Math.Min(Capacity, start + ScanBatch);
            (CacheSlot State, PieceIndex Index)[] found = new (CacheSlot, PieceIndex)[end - start];
            if (!isBeyondPieces)
            {
                Parallel.For(0, found.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
                    found[i].State = _file.ReadIndex(start + (uint)i, out found[i].Index));
            }

            isBeyondPieces = Array.TrueForAll(found, slot => slot.State == CacheSlot.Empty);
            for (uint slot = start; slot < end; slot++)
            {
                (CacheSlot state, PieceIndex index) = found[slot - start];
                DamagedCount += state == CacheSlot.Damaged ? 1 : 0;
                if (state != CacheSlot.Piece || !_slots.TryAdd(index, slot))
                {
                    _free.Add(slot);
                }
            }
        }
    }
}
