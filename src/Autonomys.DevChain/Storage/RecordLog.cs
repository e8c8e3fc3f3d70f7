using System.Buffers.Binary;
using Autonomys.Primitives.Hashing;
using Microsoft.Win32.SafeHandles;

namespace Autonomys.DevChain.Storage;

/// <summary>An append-only file of checksummed records that survives the death of its process at any byte.</summary>
/// <remarks>
/// A record is a header of <see cref="HeaderSize"/> bytes (magic u32, length u32, first 8 bytes of BLAKE3 over both and the record's
/// offset as u64, BLAKE3 of the payload; integers little-endian) and the payload. An append ends with an fsync. What an interrupted append leaves is
/// an incomplete record, or zeros, at the end of the file: it is cut off at the next opening. Anything else that does not check is
/// damage, which is reported and never repaired by dropping what follows.
/// </remarks>
internal sealed class RecordLog : IDisposable
{
    public const int HeaderSize = 48;

    private const uint Magic = 0x474C4441;
    private readonly SafeFileHandle _file;
    private readonly List<(long Offset, int Length)> _records = [];
    private readonly string _path;
    private readonly Lock _lock = new();
    private long _end;

    private RecordLog(string path, SafeFileHandle file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>Number of complete records.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _records.Count;
            }
        }
    }

    /// <summary>Bytes that were cut off at opening because an append had been interrupted; 0 for a clean file.</summary>
    public long TornBytes { get; private set; }

    /// <summary>Opens or creates the file, which is locked until it is closed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="onRecord">Called with each record's number and payload, in order; the payload is valid during the call.</param>
    /// <exception cref="DevChainException">The file is damaged, or in use.</exception>
    public static RecordLog Open(string path, Action<int, ReadOnlySpan<byte>> onRecord)
    {
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new DevChainException($"{path} cannot be opened: {exception.Message} If another process runs this chain, stop it first.", exception);
        }

        RecordLog log = new(path, file);
        try
        {
            log.Recover(onRecord);
            return log;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds a record and waits until it is on the disk.</summary>
    /// <returns>Its number.</returns>
    public int Append(ReadOnlySpan<byte> payload)
    {
        byte[] record = new byte[HeaderSize + payload.Length];
        lock (_lock)
        {
            WriteHeader(record, payload, _end);
            payload.CopyTo(record.AsSpan(HeaderSize));
            RandomAccess.Write(_file, record, _end);
            RandomAccess.FlushToDisk(_file);
            _records.Add((_end, payload.Length));
            _end += record.Length;
            return _records.Count - 1;
        }
    }

    /// <summary>Payload of a record, checked again.</summary>
    /// <exception cref="DevChainException">The bytes on the disk changed since they were written.</exception>
    public byte[] Read(int number)
    {
        (long offset, int length) = Locate(number);
        byte[] record = new byte[HeaderSize + length];
        if (ReadFully(record, offset) != record.Length || !HeaderIsValid(record, offset, out int stored) || stored != length || !PayloadIsValid(record))
        {
            throw Damaged(offset);
        }

        return record[HeaderSize..];
    }

    public void Dispose() => _file.Dispose();

    private (long Offset, int Length) Locate(int number)
    {
        lock (_lock)
        {
            return _records[number];
        }
    }

    private void Recover(Action<int, ReadOnlySpan<byte>> onRecord)
    {
        long fileLength = RandomAccess.GetLength(_file);
        byte[] header = new byte[HeaderSize];
        byte[] record = [];
        while (_end < fileLength)
        {
            int read = ReadFully(header, _end);
            if (read < HeaderSize || !HeaderIsValid(header, _end, out int length))
            {
                if (read < HeaderSize || IsZeroFrom(_end, fileLength))
                {
                    break;
                }

                throw Damaged(_end);
            }

            long next = _end + HeaderSize + length;
            if (next > fileLength)
            {
                break;
            }

            int size = HeaderSize + length;
            record = record.Length >= size ? record : new byte[Math.Max(size, 64 * 1024)];
            if (ReadFully(record.AsSpan(0, size), _end) != size || !PayloadIsValid(record.AsSpan(0, size)))
            {
                if (next == fileLength)
                {
                    break;
                }

                throw Damaged(_end);
            }

            onRecord(_records.Count, record.AsSpan(HeaderSize, length));
            _records.Add((_end, length));
            _end = next;
        }

        if (_end < fileLength)
        {
            TornBytes = fileLength - _end;
            RandomAccess.SetLength(_file, _end);
            RandomAccess.FlushToDisk(_file);
        }
    }

    private static void WriteHeader(Span<byte> header, ReadOnlySpan<byte> payload, long offset)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], payload.Length);
        HeaderCheck(header, offset, header.Slice(8, 8));
        Blake3.Hash(payload, header.Slice(16, 32));
    }

    private static bool HeaderIsValid(ReadOnlySpan<byte> header, long offset, out int length)
    {
        Span<byte> check = stackalloc byte[8];
        length = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        HeaderCheck(header, offset, check);
        return length >= 0 && BinaryPrimitives.ReadUInt32LittleEndian(header) == Magic && check.SequenceEqual(header.Slice(8, 8));
    }

    private static void HeaderCheck(ReadOnlySpan<byte> header, long offset, Span<byte> check)
    {
        Span<byte> input = stackalloc byte[16];
        header[..8].CopyTo(input);
        BinaryPrimitives.WriteInt64LittleEndian(input[8..], offset);
        Blake3.Hash(input, check);
    }

    private static bool PayloadIsValid(ReadOnlySpan<byte> record)
    {
        Span<byte> hash = stackalloc byte[32];
        Blake3.Hash(record[HeaderSize..], hash);
        return hash.SequenceEqual(record.Slice(16, 32));
    }

    private bool IsZeroFrom(long offset, long fileLength)
    {
        byte[] buffer = new byte[64 * 1024];
        for (; offset < fileLength; offset += buffer.Length)
        {
            int read = ReadFully(buffer, offset);
            if (buffer.AsSpan(0, read).ContainsAnyExcept((byte)0))
            {
                return false;
            }
        }

        return true;
    }

    private int ReadFully(Span<byte> buffer, long offset)
    {
        int total = 0;
        while (total < buffer.Length)
        {
            int read = RandomAccess.Read(_file, buffer[total..], offset + total);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }

    private DevChainException Damaged(long offset) => new(
        $"{_path} is damaged at byte {offset}: a record does not match its checksum. Restore the file from a copy, or remove the chain's folder to start a new chain.");
}
