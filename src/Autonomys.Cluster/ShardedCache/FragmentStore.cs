using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using Autonomys.Cluster.Placement;
using Autonomys.Cluster.Transfer;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;
using Microsoft.Win32.SafeHandles;

namespace Autonomys.Cluster.ShardedCache;

/// <summary>Fragments of pieces on disk: one file a segment, each fragment with its checksum.</summary>
/// <remarks>
/// A file is written beside its place, flushed and renamed, so that it is there whole or not at all. Layout, little-endian: magic and
/// version, 8; epoch u64; data fragments u16; parity fragments u16; number of items u32; per item position u16 and fragment u16;
/// BLAKE3 of all that; then per item the fragment ‖ BLAKE3(piece index u64 ‖ fragment number u64 ‖ BLAKE3(fragment)): whoever checks a
/// fragment has the hash that goes with it to its reader.
/// </remarks>
internal sealed class FragmentStore
{
    private const int FixedHeaderSize = 24;
    private const int ItemHeaderSize = 4;
    private const int MaxItems = SegmentLayout.Pieces * 256;
    private const string Suffix = ".fragments";

    private readonly string _directory;
    private readonly bool _inMemory;
    private readonly ConcurrentDictionary<ulong, SegmentFile> _segments = new();

    private FragmentStore(string directory, bool inMemory)
    {
        _directory = directory;
        _inMemory = inMemory;
    }

    private static ReadOnlySpan<byte> Magic => "AFFRAG02"u8;

    public string Directory => _directory;

    public IEnumerable<ulong> Segments => _segments.Keys.Order();

    public long Items => _segments.Values.Sum(segment => (long)segment.Items.Count);

    /// <summary>Bytes of all files.</summary>
    public long Size => _segments.Values.Sum(segment => segment.Size);

    /// <summary>Reads the headers of what is there; leftovers and files that are not whole are removed.</summary>
    public static FragmentStore Open(string directory, bool inMemory)
    {
        System.IO.Directory.CreateDirectory(directory);
        FragmentStore store = new(directory, inMemory);
        foreach (string path in System.IO.Directory.EnumerateFiles(directory, "*" + Suffix + ".new"))
        {
            File.Delete(path);
        }

        foreach (string path in System.IO.Directory.EnumerateFiles(directory, "*" + Suffix).ToArray())
        {
            string name = Path.GetFileName(path)[..^Suffix.Length];
            if (ulong.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out ulong index) && store.TryOpen(path, index) is { } segment)
            {
                store._segments[index] = segment;
            }
            else
            {
                File.Delete(path);
            }
        }

        return store;
    }

    /// <summary>Whether exactly these items are kept, of this epoch and code.</summary>
    public bool Holds(ulong segment, CachePlacement placement, IReadOnlyList<(int Position, int Fragment)> items) =>
        _segments.TryGetValue(segment, out SegmentFile? file) && file.Fits(placement)
        && file.Items.Count == items.Count && items.All(file.Items.ContainsKey);

    /// <summary>A fragment whose checksum holds; null when it is not here, of another code, or damaged.</summary>
    public HashedBytes? Read(PieceIndex piece, int fragment, int dataFragments, int parityFragments)
    {
        FragmentAddress address = new(piece, fragment, dataFragments, parityFragments);
        if (Find(address) is not var (file, number, offset))
        {
            return null;
        }

        if (file.Memory is { } memory)
        {
            // Checked when it came into memory.
            return new HashedBytes(memory.AsMemory((int)offset, file.FragmentSize), file.Hashes[number]);
        }

        int size = file.FragmentSize + Blake3Hash.Size;
        PooledBytes element = PooledBytes.Rent(size);
        try
        {
            using SafeFileHandle handle = File.OpenHandle(PathOf(piece.SegmentIndex.Value), share: FileShare.ReadWrite | FileShare.Delete);
            Blake3Hash hash = HashedBytes.Read(handle, offset, element.Memory, file.FragmentSize);
            if (IsWhole(address, hash, element.Memory.Span[file.FragmentSize..]))
            {
                return new HashedBytes(element.Memory[..file.FragmentSize], hash, element);
            }
        }
        catch (IOException)
        {
            // Gone, short or unreadable: who asks takes another fragment.
        }

        element.Dispose();
        return null;
    }

    /// <summary>
    /// Where a fragment is, not read and not checked unless it is in memory: whoever gets it compares it with its checksum. Null when it is
    /// not here, or of another code.
    /// </summary>
    public StoredFragment? Locate(FragmentAddress address)
    {
        if (Find(address) is not var (file, number, offset))
        {
            return null;
        }

        if (file.Memory is { } memory)
        {
            return new StoredFragment(memory.AsMemory((int)offset, file.FragmentSize), address.Checksum(file.Hashes[number]));
        }

        FileStream? opened = null;
        try
        {
            opened = new FileStream(
                PathOf(address.Piece.SegmentIndex.Value), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.Asynchronous);
            Span<byte> checksum = stackalloc byte[Blake3Hash.Size];
            if (RandomAccess.Read(opened.SafeFileHandle, checksum, offset + file.FragmentSize) == checksum.Length)
            {
                return new StoredFragment(opened, offset, file.FragmentSize, Blake3Hash.From(checksum));
            }
        }
        catch (IOException)
        {
            // Gone or unreadable: who asks takes another fragment.
        }

        opened?.Dispose();
        return null;
    }

    /// <summary>Puts a segment's items into place of whatever was kept of it before.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="placement">Epoch and code.</param>
    /// <param name="items">Positions in the segment and fragments, in order.</param>
    /// <param name="get">Gives the bytes of each, which are given back to their pool here.</param>
    /// <exception cref="IOException">The disk is full or failed, or an item cannot be had; nothing changed.</exception>
    public async Task WriteAsync(
        ulong segment, CachePlacement placement, IReadOnlyList<(int Position, int Fragment)> items, IAsyncEnumerable<HashedBytes> get)
    {
        string path = PathOf(segment);
        try
        {
            FileStream file = new(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            await using (file.ConfigureAwait(false))
            {
                file.Write(Header(placement, items));
                int number = 0;
                await foreach (HashedBytes bytes in get.ConfigureAwait(false))
                {
                    using (bytes)
                    {
                        (int position, int fragment) = items[number++];
                        file.Write(bytes.Bytes.Span);
                        file.Write(AddressOf(segment, position, fragment, placement.DataFragments, placement.ParityFragments).Checksum(bytes.Hash).AsSpan());
                    }
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(path + ".new", path, overwrite: true);
            _segments[segment] = TryOpen(path, segment) ?? throw new IOException($"{path} is not what was written to it: is the disk damaged?");
        }
        finally
        {
            File.Delete(path + ".new");
        }
    }

    public void Remove(ulong segment)
    {
        _segments.TryRemove(segment, out _);
        File.Delete(PathOf(segment));
    }

    private static byte[] Header(CachePlacement placement, IReadOnlyList<(int Position, int Fragment)> items)
    {
        byte[] header = new byte[FixedHeaderSize + (ItemHeaderSize * items.Count) + Blake3Hash.Size];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), placement.Epoch);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(16), (ushort)placement.DataFragments);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(18), (ushort)placement.ParityFragments);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(20), (uint)items.Count);
        for (int i = 0; i < items.Count; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(FixedHeaderSize + (ItemHeaderSize * i)), (ushort)items[i].Position);
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(FixedHeaderSize + (ItemHeaderSize * i) + 2), (ushort)items[i].Fragment);
        }

        Blake3.Hash(header.AsSpan(0, header.Length - Blake3Hash.Size)).AsSpan().CopyTo(header.AsSpan(header.Length - Blake3Hash.Size));
        return header;
    }

    private static FragmentAddress AddressOf(ulong segment, int position, int fragment, int dataFragments, int parityFragments) =>
        new(PieceIndex.FromSegment(new SegmentIndex(segment), position), fragment, dataFragments, parityFragments);

    private static bool IsWhole(FragmentAddress address, Blake3Hash hash, ReadOnlySpan<byte> checksum) =>
        address.Checksum(hash).AsSpan().SequenceEqual(checksum);

    /// <summary>The file of an item, its number there and the offset of its first byte.</summary>
    private (SegmentFile File, int Number, long Offset)? Find(FragmentAddress address) =>
        _segments.TryGetValue(address.Piece.SegmentIndex.Value, out SegmentFile? file)
        && file.DataFragments == address.DataFragments && file.ParityFragments == address.ParityFragments
        && file.Items.TryGetValue((address.Piece.Position, address.Fragment), out int number)
            ? (file, number, file.DataOffset + (number * (long)(file.FragmentSize + Blake3Hash.Size)))
            : null;

    private SegmentFile? TryOpen(string path, ulong segment)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] start = new byte[FixedHeaderSize];
        if (file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.AsSpan(0, 8).SequenceEqual(Magic))
        {
            return null;
        }

        uint count = BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(20));
        int data = BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(16));
        int parity = BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(18));
        if (count > MaxItems || data is < 1 or > 256 || parity > 256 - data)
        {
            return null;
        }

        int headerSize = FixedHeaderSize + (ItemHeaderSize * (int)count) + Blake3Hash.Size;
        int fragmentSize = new FragmentCode(data, parity).FragmentSize(Piece.Size);
        byte[] header = new byte[headerSize];
        file.Position = 0;
        if (file.Length != headerSize + (count * (long)(fragmentSize + Blake3Hash.Size))
            || file.ReadAtLeast(header, headerSize, throwOnEndOfStream: false) < headerSize
            || !Blake3.Hash(header.AsSpan(0, headerSize - Blake3Hash.Size)).AsSpan().SequenceEqual(header.AsSpan(headerSize - Blake3Hash.Size)))
        {
            return null;
        }

        Dictionary<(int Position, int Fragment), int> items = [];
        for (int i = 0; i < (int)count; i++)
        {
            ReadOnlySpan<byte> item = header.AsSpan(FixedHeaderSize + (ItemHeaderSize * i));
            items[(BinaryPrimitives.ReadUInt16LittleEndian(item), BinaryPrimitives.ReadUInt16LittleEndian(item[2..]))] = i;
        }

        byte[]? memory = null;
        Blake3Hash[] hashes = [];
        if (_inMemory)
        {
            hashes = new Blake3Hash[count];
            memory = GC.AllocateUninitializedArray<byte>((int)file.Length);
            file.Position = 0;
            file.ReadExactly(memory);
            int size = fragmentSize + Blake3Hash.Size;
            foreach (((int position, int fragment), int number) in items.ToArray())
            {
                ReadOnlySpan<byte> element = memory.AsSpan((int)(headerSize + ((long)number * size)), size);
                hashes[number] = Blake3.Hash(element[..fragmentSize]);
                if (!IsWhole(AddressOf(segment, position, fragment, data, parity), hashes[number], element[fragmentSize..]))
                {
                    // Without it the segment is not what belongs here, and is fetched anew.
                    items.Remove((position, fragment));
                }
            }
        }

        return new SegmentFile(BinaryPrimitives.ReadUInt64LittleEndian(start.AsSpan(8)), data, parity, fragmentSize, headerSize, file.Length, items, memory, hashes);
    }

    private string PathOf(ulong segment) => Path.Combine(_directory, segment.ToString("D8", CultureInfo.InvariantCulture) + Suffix);

    private sealed record SegmentFile(
        ulong Epoch,
        int DataFragments,
        int ParityFragments,
        int FragmentSize,
        long DataOffset,
        long Size,
        IReadOnlyDictionary<(int Position, int Fragment), int> Items,
        byte[]? Memory,
        Blake3Hash[] Hashes)
    {
        public bool Fits(CachePlacement placement) =>
            Epoch == placement.Epoch && DataFragments == placement.DataFragments && ParityFragments == placement.ParityFragments;
    }
}
