using System.Buffers.Binary;
using System.Globalization;
using Autonomys.Cluster.Transfer;
using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;
using Microsoft.Win32.SafeHandles;

namespace Autonomys.Cluster.History;

/// <summary>Pieces of whole segments on disk: one file a segment, each piece with its checksum.</summary>
/// <remarks>
/// A file is written beside its place, flushed and renamed, so that it is there whole or not at all. Layout: a header of 4,096 bytes
/// (magic and version, 8; genesis hash, 32; segment index u64 LE; BLAKE3 of those 48 bytes; zeroes), then 256 times piece ‖
/// BLAKE3(piece index u64 LE ‖ BLAKE3(piece)): whoever checks a piece has the hash that goes with it to its reader. In version 1,
/// which is still read, the checksum is BLAKE3(piece index u64 LE ‖ piece).
/// </remarks>
public sealed class PieceStore : IPieceSource, ISegmentStore
{
    /// <summary>Bytes of a segment's file.</summary>
    public const long SegmentFileSize = HeaderSize + ((long)SegmentLayout.Pieces * ElementSize);

    private const int HeaderSize = 4096;
    private const int HeaderContentSize = 48;
    private const int ElementSize = Piece.Size + Blake3Hash.Size;
    private const string Suffix = ".pieces";

    private readonly string _directory;
    private readonly Bytes32 _genesisHash;

    private PieceStore(string directory, Bytes32 genesisHash)
    {
        _directory = directory;
        _genesisHash = genesisHash;
    }

    private static ReadOnlySpan<byte> Magic => "AFPIECE2"u8;

    private static ReadOnlySpan<byte> Magic1 => "AFPIECE1"u8;

    public string Directory => _directory;

    /// <summary>Opens or creates a store; leftovers of an interrupted write are removed.</summary>
    /// <exception cref="HistoryException">The directory holds pieces of another chain.</exception>
    /// <exception cref="IOException">The directory cannot be made or read.</exception>
    public static PieceStore Open(string directory, Bytes32 genesisHash)
    {
        System.IO.Directory.CreateDirectory(directory);
        foreach (string leftover in System.IO.Directory.EnumerateFiles(directory, "*" + Suffix + ".new"))
        {
            File.Delete(leftover);
        }

        PieceStore store = new(directory, genesisHash);
        foreach (SegmentIndex segment in store.Segments().Take(1))
        {
            store.RequireHeader(segment);
        }

        return store;
    }

    /// <summary>Opens a store for reading only, whatever its chain; nothing in the directory is changed.</summary>
    /// <exception cref="HistoryException">There is no such directory.</exception>
    public static PieceStore OpenForReading(string directory) => System.IO.Directory.Exists(directory)
        ? new PieceStore(directory, default)
        : throw new HistoryException($"{directory} does not exist: no pieces were kept there.");

    /// <summary>Which chain's pieces a directory holds; null when it holds none, or does not exist.</summary>
    public static Bytes32? FindGenesisHash(string directory)
    {
        if (!System.IO.Directory.Exists(directory))
        {
            return null;
        }

        PieceStore store = new(directory, default);
        return store.Segments().Select(store.ReadGenesisHash).FirstOrDefault(hash => hash is not null);
    }

    /// <summary>Indexes of the segments that are here, in order.</summary>
    public IEnumerable<SegmentIndex> Segments() =>
        System.IO.Directory.EnumerateFiles(_directory, "*" + Suffix)
            .Select(path => Path.GetFileName(path)[..^Suffix.Length])
            .Where(name => ulong.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(name => new SegmentIndex(ulong.Parse(name, CultureInfo.InvariantCulture)))
            .Order();

    /// <summary>Whether the segment's file is here with its whole length; single pieces may still be damaged.</summary>
    public bool Contains(SegmentIndex segmentIndex) =>
        new FileInfo(PathOf(segmentIndex)) is { Exists: true, Length: SegmentFileSize };

    /// <summary>A piece whose checksum holds, otherwise null.</summary>
    public ValueTask<Piece?> GetPieceAsync(PieceIndex pieceIndex, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(pieceIndex));
    }

    /// <summary>A piece whose checksum holds, otherwise null: not here, or damaged.</summary>
    public Piece? Read(PieceIndex pieceIndex)
    {
        using HashedBytes? found = ReadHashed(pieceIndex);
        return found is null ? null : new Piece(found.Bytes.ToArray());
    }

    /// <summary>A piece whose checksum holds, in pooled memory, otherwise null: not here, or damaged.</summary>
    internal HashedBytes? ReadHashed(PieceIndex pieceIndex)
    {
        PooledBytes element = PooledBytes.Rent(ElementSize);
        try
        {
            using SafeFileHandle file = File.OpenHandle(PathOf(pieceIndex.SegmentIndex), share: FileShare.ReadWrite);
            Blake3Hash hash = HashedBytes.Read(file, OffsetOf(pieceIndex.Position), element.Memory, Piece.Size);
            if (IsWhole(pieceIndex, hash, element.Memory.Span))
            {
                return new HashedBytes(element.Memory[..Piece.Size], hash, element);
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or EndOfStreamException)
        {
            // Not here.
        }
        catch
        {
            element.Dispose();
            throw;
        }

        element.Dispose();
        return null;
    }

    /// <summary>Writes all 256 pieces of a segment; afterwards they are on the disk.</summary>
    /// <exception cref="IOException">The disk is full or failed; nothing changed.</exception>
    public void Write(SegmentIndex segmentIndex, IReadOnlyList<Piece> pieces)
    {
        if (pieces.Count != SegmentLayout.Pieces)
        {
            throw new ArgumentException($"A segment has {SegmentLayout.Pieces} pieces, got {pieces.Count}.", nameof(pieces));
        }

        using SegmentWriter writer = BeginSegment(segmentIndex);
        foreach (Piece piece in pieces)
        {
            writer.Write(piece);
        }

        writer.Commit();
    }

    /// <summary>Begins to write a segment, piece by piece in order; disposed without a commit it leaves nothing.</summary>
    public SegmentWriter BeginSegment(SegmentIndex segmentIndex) => new(this, segmentIndex);

    public ValueTask<IAsyncDisposable?> ClaimAsync(SegmentIndex segmentIndex, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IAsyncDisposable?>(null);

    /// <summary>Removes a segment, if it is here.</summary>
    public void Delete(SegmentIndex segmentIndex) => File.Delete(PathOf(segmentIndex));

    /// <summary>Writes one piece over a damaged one.</summary>
    public void Repair(PieceIndex pieceIndex, Piece piece)
    {
        using FileStream file = new(PathOf(pieceIndex.SegmentIndex), FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Position = OffsetOf(pieceIndex.Position);
        file.Write(piece.Bytes);
        file.Write(Checksum(pieceIndex, Blake3.Hash(piece.Bytes)).AsSpan());
        file.Flush(flushToDisk: true);
    }

    private static long OffsetOf(int position) => HeaderSize + ((long)position * ElementSize);

    private static Blake3Hash Checksum(PieceIndex pieceIndex, Blake3Hash hash)
    {
        Span<byte> index = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(index, pieceIndex.Value);
        return Blake3.HashList(index, hash.AsSpan());
    }

    /// <summary>Each element by itself may be of either version: a repaired one in a file of version 1 is of version 2.</summary>
    private static bool IsWhole(PieceIndex pieceIndex, Blake3Hash hash, ReadOnlySpan<byte> element)
    {
        if (Checksum(pieceIndex, hash).AsSpan().SequenceEqual(element[Piece.Size..]))
        {
            return true;
        }

        Span<byte> index = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(index, pieceIndex.Value);
        return Blake3.HashList(index, element[..Piece.Size]).AsSpan().SequenceEqual(element[Piece.Size..]);
    }

    private string PathOf(SegmentIndex segmentIndex) =>
        Path.Combine(_directory, segmentIndex.Value.ToString("D8", CultureInfo.InvariantCulture) + Suffix);

    private byte[] Header(SegmentIndex segmentIndex)
    {
        byte[] header = new byte[HeaderSize];
        Magic.CopyTo(header);
        _genesisHash.AsSpan().CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(40), segmentIndex.Value);
        Blake3.Hash(header.AsSpan(0, HeaderContentSize)).AsSpan().CopyTo(header.AsSpan(HeaderContentSize));
        return header;
    }

    private void RequireHeader(SegmentIndex segmentIndex)
    {
        if (ReadGenesisHash(segmentIndex) is { } actual && actual != _genesisHash)
        {
            throw new HistoryException(
                $"{_directory} holds pieces of the chain with genesis hash {actual}, but the node's is {_genesisHash}. "
                + "Choose another directory for this chain, or remove it.");
        }
    }

    private Bytes32? ReadGenesisHash(SegmentIndex segmentIndex)
    {
        byte[] header = new byte[HeaderSize];
        using FileStream file = new(PathOf(segmentIndex), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        int length = file.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false);
        return length == HeaderSize && (header.AsSpan(0, 8).SequenceEqual(Magic) || header.AsSpan(0, 8).SequenceEqual(Magic1)) ? Bytes32.From(header.AsSpan(8, 32)) : null;
    }

    /// <summary>Takes the pieces of one segment in order.</summary>
    public sealed class SegmentWriter : IDisposable
    {
        private readonly PieceStore _store;
        private readonly SegmentIndex _segmentIndex;
        private readonly string _temporary;
        private readonly FileStream _file;
        private int _written;
        private bool _committed;

        internal SegmentWriter(PieceStore store, SegmentIndex segmentIndex)
        {
            _store = store;
            _segmentIndex = segmentIndex;
            _temporary = store.PathOf(segmentIndex) + ".new";
            _file = new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            try
            {
                _file.Write(store.Header(segmentIndex));
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        /// <exception cref="IOException">The disk is full or failed.</exception>
        public void Write(Piece piece) => Write(piece.Bytes, Blake3.Hash(piece.Bytes));

        /// <summary>A piece whose BLAKE3 is known.</summary>
        /// <exception cref="IOException">The disk is full or failed.</exception>
        internal void Write(HashedBytes piece) => Write(piece.Bytes.Span, piece.Hash);

        /// <summary>Puts the segment in its place; afterwards it is on the disk.</summary>
        /// <exception cref="IOException">The disk is full or failed.</exception>
        public void Commit()
        {
            if (_written != SegmentLayout.Pieces)
            {
                throw new InvalidOperationException($"Segment {_segmentIndex} has {SegmentLayout.Pieces} pieces, {_written} were written.");
            }

            _file.Flush(flushToDisk: true);
            _file.Dispose();
            File.Move(_temporary, _store.PathOf(_segmentIndex), overwrite: true);
            _committed = true;
        }

        private void Write(ReadOnlySpan<byte> piece, Blake3Hash hash)
        {
            _file.Write(piece);
            _file.Write(Checksum(PieceIndex.FromSegment(_segmentIndex, _written), hash).AsSpan());
            _written++;
        }

        public void Dispose()
        {
            _file.Dispose();
            if (!_committed)
            {
                File.Delete(_temporary);
            }
        }
    }
}
