using Autonomys.Farming.Farms.Files;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Farms;

/// <summary>
/// Takes the bytes of one sector in order and commits it. Disposed without a commit, it leaves the sector to be plotted again.
/// </summary>
public sealed class SectorWriter : Stream
{
    private readonly Farm _farm;
    private readonly DirectIoFile _plot;
    private readonly long _size;
    private readonly byte[] _pending = new byte[DirectIoFile.MaxTransfer];
    private int _pendingCount;
    private long _written;
    private bool _isEnded;

    internal SectorWriter(Farm farm, DirectIoFile plot, SectorIndex index, long size)
    {
        _farm = farm;
        _plot = plot;
        _size = size;
        Index = index;
    }

    /// <summary>The sector that is written.</summary>
    public SectorIndex Index { get; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => !_isEnded;

    public override long Length => _size;

    public override long Position
    {
        get => _written + _pendingCount;
        set => throw new NotSupportedException();
    }

    private long Start => Index.Value * _size;

    /// <exception cref="IOException">More bytes than a sector has, or the disk refuses.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isEnded, this);
        if (buffer.Length > _size - Position)
        {
            throw new IOException($"Sector {Index} has {_size} bytes: {buffer.Length} more after {Position} are too many.");
        }

        while (!buffer.IsEmpty)
        {
            // The first block ends where a page of the disk ends, so that all others are whole pages.
            int blockSize = DirectIoFile.MaxTransfer - (int)((Start + _written) % DirectIoFile.Alignment);
            int take = Math.Min(buffer.Length, blockSize - _pendingCount);
            buffer[..take].CopyTo(_pending.AsSpan(_pendingCount));
            _pendingCount += take;
            buffer = buffer[take..];
            if (_pendingCount == blockSize)
            {
                WritePending();
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Nothing to do: what is complete is written at once, and the commit puts it on the disk.</summary>
    public override void Flush()
    {
    }

    /// <summary>Puts the sector on the disk, then its metadata; from then on it is farmed.</summary>
    /// <exception cref="InvalidOperationException">Not all bytes were written, or the metadata is of another sector.</exception>
    /// <exception cref="IOException">The disk refuses; the sector is to be plotted again.</exception>
    public void Commit(SectorMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ObjectDisposedException.ThrowIf(_isEnded, this);
        if (metadata.SectorIndex != Index || metadata.SectorSize != _size)
        {
            throw new InvalidOperationException(
                $"Metadata of sector {metadata.SectorIndex} with {metadata.PiecesInSector} pieces does not belong to sector {Index} of {_size} bytes.");
        }

        if (Position != _size)
        {
            throw new InvalidOperationException($"Sector {Index} has {_size} bytes and only {Position} were written.");
        }

        WritePending();
        _plot.Flush();
        _farm.Commit(metadata);
        End();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        End();
        base.Dispose(disposing);
    }

    private void WritePending()
    {
        if (_pendingCount > 0)
        {
            _plot.Write(Start + _written, _pending.AsSpan(0, _pendingCount));
            _written += _pendingCount;
            _pendingCount = 0;
        }
    }

    private void End()
    {
        if (!_isEnded)
        {
            _isEnded = true;
            _farm.EndWriting(Index);
        }
    }
}
