using System.Globalization;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;
using Microsoft.Win32.SafeHandles;

namespace Autonomys.DevChain.Storage;

/// <summary>Pieces of the genesis segment and of the newest one: all that a node serves.</summary>
/// <remarks>A file is 256 pieces, then the BLAKE3 of each, then the BLAKE3 of those; it appears by a rename once it is complete on the disk.</remarks>
internal sealed class SegmentPieceStore : IDisposable
{
    private const string Extension = ".pieces";
    private const long HashesOffset = (long)SegmentLayout.Pieces * Piece.Size;
    private const int HashesSize = SegmentLayout.Pieces * Blake3Hash.Size;
    private const long FileSize = HashesOffset + HashesSize + Blake3Hash.Size;

    private readonly string _folder;
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, (SafeFileHandle File, byte[] Hashes)> _segments = [];

    private SegmentPieceStore(string folder) => _folder = folder;

    /// <summary>Opens what is complete, and removes what is not.</summary>
    public static SegmentPieceStore Open(string folder)
    {
        Directory.CreateDirectory(folder);
        SegmentPieceStore store = new(folder);
        foreach (string path in Directory.EnumerateFiles(folder))
        {
            if (Path.GetExtension(path) != Extension
                || !ulong.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out ulong segment)
                || !store.TryOpen(segment))
            {
                File.Delete(path);
            }
        }

        return store;
    }

    public bool Has(SegmentIndex segment)
    {
        lock (_lock)
        {
            return _segments.ContainsKey(segment.Value);
        }
    }

    /// <summary>Stores a segment's pieces, in the order of their indexes.</summary>
    public void Store(SegmentIndex segment, IReadOnlyList<Piece> pieces)
    {
        if (pieces.Count != SegmentLayout.Pieces)
        {
            throw new ArgumentException($"A segment has {SegmentLayout.Pieces} pieces, not {pieces.Count}.", nameof(pieces));
        }

        string temporary = PathOf(segment.Value) + ".new";
        using (SafeFileHandle file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None, preallocationSize: FileSize))
        {
            byte[] hashes = new byte[HashesSize + Blake3Hash.Size];
            for (int i = 0; i < pieces.Count; i++)
            {
                RandomAccess.Write(file, pieces[i].Bytes, (long)i * Piece.Size);
                Blake3.Hash(pieces[i].Bytes, hashes.AsSpan(i * Blake3Hash.Size, Blake3Hash.Size));
            }

            Blake3.Hash(hashes.AsSpan(0, HashesSize), hashes.AsSpan(HashesSize));
            RandomAccess.Write(file, hashes, HashesOffset);
            RandomAccess.FlushToDisk(file);
        }

        lock (_lock)
        {
            Close(segment.Value);
            File.Move(temporary, PathOf(segment.Value), overwrite: true);
            TryOpen(segment.Value);
        }
    }

    /// <summary>Forgets the pieces of all segments but these.</summary>
    public void KeepOnly(params ReadOnlySpan<SegmentIndex> segments)
    {
        lock (_lock)
        {
            foreach (ulong segment in _segments.Keys.ToArray())
            {
                if (!segments.Contains(new SegmentIndex(segment)))
                {
                    Close(segment);
                    File.Delete(PathOf(segment));
                }
            }
        }
    }

    /// <summary>A piece; null when its segment is not kept, or its bytes changed on the disk (then the file is set aside for re-archiving).</summary>
    public Piece? Read(PieceIndex index)
    {
        byte[] bytes = new byte[Piece.Size];
        lock (_lock)
        {
            ulong segment = index.SegmentIndex.Value;
            if (!_segments.TryGetValue(segment, out (SafeFileHandle File, byte[] Hashes) open))
            {
                return null;
            }

            if (ReadFully(open.File, bytes, (long)index.Position * Piece.Size)
                && Blake3.Hash(bytes).AsSpan().SequenceEqual(open.Hashes.AsSpan(index.Position * Blake3Hash.Size, Blake3Hash.Size)))
            {
                return new Piece(bytes);
            }

            Close(segment);
            File.Delete(PathOf(segment));
            return null;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (ulong segment in _segments.Keys.ToArray())
            {
                Close(segment);
            }
        }
    }

    private string PathOf(ulong segment) => Path.Combine(_folder, segment.ToString(CultureInfo.InvariantCulture) + Extension);

    private bool TryOpen(ulong segment)
    {
        SafeFileHandle file = File.OpenHandle(PathOf(segment), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        byte[] hashes = new byte[HashesSize + Blake3Hash.Size];
        if (RandomAccess.GetLength(file) != FileSize
            || !ReadFully(file, hashes, HashesOffset)
            || !Blake3.Hash(hashes.AsSpan(0, HashesSize)).AsSpan().SequenceEqual(hashes.AsSpan(HashesSize)))
        {
            file.Dispose();
            return false;
        }

        _segments[segment] = (file, hashes);
        return true;
    }

    private void Close(ulong segment)
    {
        if (_segments.Remove(segment, out (SafeFileHandle File, byte[] Hashes) open))
        {
            open.File.Dispose();
        }
    }

    private static bool ReadFully(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        while (!buffer.IsEmpty)
        {
            int read = RandomAccess.Read(file, buffer, offset);
            if (read == 0)
            {
                return false;
            }

            buffer = buffer[read..];
            offset += read;
        }

        return true;
    }
}
