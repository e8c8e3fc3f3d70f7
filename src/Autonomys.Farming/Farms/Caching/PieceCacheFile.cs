using System.Buffers;
using Autonomys.Farming.Farms.Files;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Farming.Farms.Caching;

/// <summary>
/// piece_cache.bin: slots of one piece each, found by their offset (protocol.md 4.5). Every slot carries its own checksum, so a write
/// that is cut short leaves a slot that counts as empty, never a wrong piece.
/// </summary>
/// <remarks>Concurrent use is allowed; reading a slot while it is written gives its old or new piece, or <see cref="CacheSlot.Damaged"/>.</remarks>
public sealed class PieceCacheFile : IDisposable
{
    private readonly DirectIoFile _file;

    internal PieceCacheFile(DirectIoFile file, uint capacity)
    {
        _file = file;
        Capacity = capacity;
    }

    /// <summary>Bytes of one slot, 1,048,712.</summary>
    public static int SlotSize => PieceCacheElement.Size;

    /// <summary>Number of slots.</summary>
    public uint Capacity { get; }

    public string Path => _file.Path;

    /// <summary>Opens, makes or resizes the cache in a directory of its own; a smaller capacity drops the slots at the end.</summary>
    /// <exception cref="FarmException">Another process has it open, or the disk is full or refuses.</exception>
    public static PieceCacheFile Open(
        string directory, uint capacity, IProgress<AllocationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (capacity == 0)
        {
            FarmException.Throw(FarmError.InvalidArgument, $"A piece cache in {directory} of zero pieces is none: one piece takes {SlotSize} bytes.");
        }

        string path = System.IO.Path.Combine(directory, FarmFiles.PieceCache);
        DirectIoFile? file = null;
        bool isNew = !File.Exists(path);
        try
        {
            Directory.CreateDirectory(directory);
            file = DirectIoFile.OpenOrCreate(path);
            if (LibC.TryLock(file.Handle) == LibC.ErrorWouldBlock)
            {
                FarmException.Throw(FarmError.Locked, $"The piece cache {path} is in use by another process. Stop that one first.");
            }

            long size = DirectIoFile.AlignUp(capacity * (long)SlotSize);
            if (file.Length != size)
            {
                FilePreallocation.Resize(file, size, progress, cancellationToken);
            }

            return new PieceCacheFile(file, capacity);
        }
        catch (Exception exception)
        {
            file?.Dispose();
            bool isLocked = exception is FarmException;
            if (isNew && !isLocked)
            {
                File.Delete(path);
            }

            if (exception is IOException or UnauthorizedAccessException)
            {
                FarmError error = exception.HResult is LibC.ErrorNoSpace or LibC.ErrorQuota ? FarmError.DiskFull : FarmError.Io;
                throw new FarmException(error, $"The piece cache {path} of {capacity} pieces cannot be opened: {exception.Message}", exception);
            }

            throw;
        }
    }

    /// <summary>Reads a slot; the piece is there exactly when the result is <see cref="CacheSlot.Piece"/>.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public CacheSlot Read(uint slot, out PieceIndex index, out Piece? piece)
    {
        using IMemoryOwner<byte> buffer = Rent(slot);
        Span<byte> element = buffer.Memory.Span[..SlotSize];
        _file.ReadExactly(slot * (long)SlotSize, element);
        CacheSlot state = PieceCacheElement.Parse(element, out index);
        piece = state == CacheSlot.Piece ? PieceCacheElement.ToPiece(element) : null;
        return state;
    }

    /// <summary>Checks a slot and gives the index of its piece.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public CacheSlot ReadIndex(uint slot, out PieceIndex index)
    {
        using IMemoryOwner<byte> buffer = Rent(slot);
        Span<byte> element = buffer.Memory.Span[..SlotSize];
        _file.ReadExactly(slot * (long)SlotSize, element);
        return PieceCacheElement.Parse(element, out index);
    }

    /// <summary>Replaces what a slot holds.</summary>
    /// <exception cref="IOException">The disk refuses; the slot may now be damaged.</exception>
    public void Write(uint slot, PieceIndex index, Piece piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        using IMemoryOwner<byte> buffer = Rent(slot);
        Span<byte> element = buffer.Memory.Span[..SlotSize];
        PieceCacheElement.Write(index, piece.Bytes, element);
        _file.Write(slot * (long)SlotSize, element);
    }

    /// <summary>Makes a slot empty.</summary>
    public void Clear(uint slot)
    {
        using IMemoryOwner<byte> buffer = Rent(slot);
        Span<byte> element = buffer.Memory.Span[..SlotSize];
        element.Clear();
        _file.Write(slot * (long)SlotSize, element);
    }

    /// <summary>Returns when everything written is on the disk.</summary>
    public void Flush() => _file.Flush();

    public void Dispose() => _file.Dispose();

    private IMemoryOwner<byte> Rent(uint slot)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, Capacity);
        return MemoryPool<byte>.Shared.Rent(SlotSize);
    }
}
