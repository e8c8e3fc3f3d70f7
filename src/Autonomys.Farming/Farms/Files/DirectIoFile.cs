using Autonomys.Farming.Sectors;
using Microsoft.Win32.SafeHandles;

namespace Autonomys.Farming.Farms.Files;

/// <summary>
/// A file read and written past the page cache where the file system allows that, through the page cache where it does not.
/// </summary>
/// <remarks>
/// Callers may use any offset and length: transfers are widened to whole pages of 4,096 bytes and cut into pieces of at most one
/// mebibyte. A write that does not begin and end on a page reads, changes and rewrites the pages at its ends, so writes exclude
/// each other; reads run concurrently with everything.
/// </remarks>
public sealed class DirectIoFile : ISectorReader, IDisposable
{
    /// <summary>Alignment of offsets and lengths on disk: what SSDs and hard disks have, or a multiple of it.</summary>
    public const int Alignment = 4096;

    /// <summary>Most bytes in one call to the system.</summary>
    public const int MaxTransfer = 1024 * 1024;

    private readonly SafeFileHandle _handle;
    private readonly Lock _writing = new();
    private volatile bool _isDirect;

    private DirectIoFile(string path, SafeFileHandle handle, bool direct)
    {
        Path = path;
        _handle = handle;
        _isDirect = direct && LibC.TrySetDirect(handle, true);
        if (_isDirect)
        {
            ProbeDirectReads();
        }
    }

    public string Path { get; }

    /// <summary>Whether the page cache is bypassed.</summary>
    public bool IsDirect => _isDirect;

    /// <summary>Bytes in the file.</summary>
    public long Length => RandomAccess.GetLength(_handle);

    internal SafeFileHandle Handle => _handle;

    /// <summary>Opens a file for reading and writing, making it if it is not there.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public static DirectIoFile OpenOrCreate(string path, bool direct = true) => Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, direct);

    /// <summary>Opens a file that exists.</summary>
    /// <exception cref="IOException">It does not exist, or the system refuses.</exception>
    public static DirectIoFile OpenExisting(string path, bool writable, bool direct = true) =>
        Open(path, FileMode.Open, writable ? FileAccess.ReadWrite : FileAccess.Read, direct);

    /// <summary>Opens a file that exists although another handle has it locked.</summary>
    internal static DirectIoFile OpenExistingUnlocked(string path) => new(path, LibC.OpenWithoutLock(path, writable: true), direct: true);

    /// <summary>The next multiple of <see cref="Alignment"/>.</summary>
    public static long AlignUp(long size) => (size + Alignment - 1) / Alignment * Alignment;

    public void ReadExactly(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        using AlignedBuffer buffer = AlignedBuffer.Rent();
        while (!destination.IsEmpty)
        {
            long start = offset / Alignment * Alignment;
            int padding = (int)(offset - start);
            int take = Math.Min(destination.Length, MaxTransfer - padding);
            Span<byte> pages = buffer.Span[..(int)AlignUp(padding + take)];
            int read = ReadPages(start, pages, padding + take);
            if (read < padding + take)
            {
                throw new EndOfStreamException($"{Path} ends at {start + read}: {take} bytes at {offset} are not all there.");
            }

            pages.Slice(padding, take).CopyTo(destination);
            destination = destination[take..];
            offset += take;
        }
    }

    /// <summary>Writes all of <paramref name="source"/>; the file grows to whole pages if it must.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public void Write(long offset, ReadOnlySpan<byte> source)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        using AlignedBuffer buffer = AlignedBuffer.Rent();
        lock (_writing)
        {
            while (!source.IsEmpty)
            {
                long start = offset / Alignment * Alignment;
                int padding = (int)(offset - start);
                int take = Math.Min(source.Length, MaxTransfer - padding);
                Span<byte> pages = buffer.Span[..(int)AlignUp(padding + take)];
                if (padding != 0)
                {
                    ReadPageOrZeros(start, pages[..Alignment]);
                }

                if ((padding + take) % Alignment != 0 && (padding == 0 || pages.Length > Alignment))
                {
                    ReadPageOrZeros(start + pages.Length - Alignment, pages[^Alignment..]);
                }

                source[..take].CopyTo(pages[padding..]);
                WritePages(start, pages);
                source = source[take..];
                offset += take;
            }
        }
    }

    /// <summary>Cuts the file, or grows it without reserving disk space.</summary>
    public void SetLength(long length) => RandomAccess.SetLength(_handle, length);

    /// <summary>Returns when everything written so far is on the disk.</summary>
    /// <exception cref="IOException">The disk failed; what was written since the last call must be taken as lost.</exception>
    public void Flush() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => _handle.Dispose();

    /// <remarks>Sharing is left open: the farm's lock is on another file, and other farmers open these files several times.</remarks>
    private static DirectIoFile Open(string path, FileMode mode, FileAccess access, bool direct)
    {
        SafeFileHandle handle = File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete);
        return new DirectIoFile(path, handle, direct);
    }

    /// <summary>Some file systems accept the flag and then refuse the reads.</summary>
    private void ProbeDirectReads()
    {
        using AlignedBuffer buffer = AlignedBuffer.Rent();
        try
        {
            _ = RandomAccess.Read(_handle, buffer.Span[..Alignment], 0);
        }
        catch (IOException exception) when (exception.HResult == LibC.ErrorInvalid)
        {
            UsePageCache();
        }
    }

    private void UsePageCache()
    {
        _ = LibC.TrySetDirect(_handle, false);
        _isDirect = false;
    }

    /// <summary>Reads until <paramref name="needed"/> bytes are there or the file ends; both the place and the span are whole pages.</summary>
    private int ReadPages(long start, Span<byte> pages, int needed)
    {
        int total = 0;
        while (total < needed)
        {
            int read;
            try
            {
                read = RandomAccess.Read(_handle, pages[total..], start + total);
            }
            catch (IOException exception)
            {
                throw new IOException($"Reading {needed} bytes at {start} of {Path}: {exception.Message}", exception);
            }

            total += read;

            // A direct read that ends inside a page has met the end of the file, and could not go on from there.
            if (read == 0 || (_isDirect && total % Alignment != 0))
            {
                break;
            }
        }

        return total;
    }

    private void ReadPageOrZeros(long start, Span<byte> page)
    {
        int read = ReadPages(start, page, Alignment);
        page[read..].Clear();
    }

    private void WritePages(long start, ReadOnlySpan<byte> pages)
    {
        try
        {
            RandomAccess.Write(_handle, pages, start);
        }
        catch (IOException exception)
        {
            throw new IOException($"Writing {pages.Length} bytes at {start} of {Path}: {exception.Message}", exception.HResult);
        }
    }
}
