using System.Buffers;
using System.Text.Json;
using Autonomys.Farming.Farms.Files;
using Autonomys.Primitives.Sectors;
using Microsoft.Win32.SafeHandles;

namespace Autonomys.Farming.Farms;

/// <summary>
/// Remembers across restarts how often each sector of a farm failed to prove, in bad_sectors.json, and sets a sector aside when it
/// has failed too often. One failure may be a slow disk or a passing read error; several in a row are a bad sector.
/// </summary>
/// <remarks>Only this program writes the file; others ignore it. What is damaged in it is dropped: the counts then begin anew.</remarks>
public sealed class BadSectorList
{
    /// <summary>Failures in a row after which a sector is plotted again, when nothing else is asked.</summary>
    public const int DefaultLimit = 3;

    // Every sector of the largest farm at some 30 bytes each.
    private const int MaxFileSize = 4 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Farm _farm;
    private readonly int _limit;
    private readonly string _path;
    private readonly SortedDictionary<ushort, int> _failures;

    private BadSectorList(Farm farm, int limit)
    {
        _farm = farm;
        _limit = limit;
        _path = Path.Combine(farm.Directory, FarmFiles.BadSectors);
        _failures = Load(_path);
    }

    /// <summary>Reads the list of a farm; without a file it is empty.</summary>
    public static BadSectorList Open(Farm farm, int limit = DefaultLimit)
    {
        ArgumentNullException.ThrowIfNull(farm);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return new BadSectorList(farm, limit);
    }

    /// <summary>Failures in a row of a sector so far.</summary>
    public int Failures(SectorIndex index)
    {
        lock (_lock)
        {
            return _failures.GetValueOrDefault(index.Value);
        }
    }

    /// <summary>A proof from this sector failed; true when that was once too often and the sector is now to be plotted again.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public bool AddFailure(SectorIndex index, string reason)
    {
        lock (_lock)
        {
            int failures = _failures.GetValueOrDefault(index.Value) + 1;
            bool isBad = failures >= _limit;
            if (isBad)
            {
                _farm.SetAside(index, $"{failures} proofs from it failed in a row, the last one: {reason}");
                _failures.Remove(index.Value);
            }
            else
            {
                _failures[index.Value] = failures;
            }

            Save();
            return isBad;
        }
    }

    /// <summary>The sector proved, or was plotted again.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Forget(SectorIndex index)
    {
        lock (_lock)
        {
            if (_failures.Remove(index.Value))
            {
                Save();
            }
        }
    }

    private static SortedDictionary<ushort, int> Load(string path)
    {
        SortedDictionary<ushort, int> failures = [];
        try
        {
            using SafeFileHandle file = File.OpenHandle(path);
            byte[] bytes = new byte[Math.Min(RandomAccess.GetLength(file), MaxFileSize)];
            int read = RandomAccess.Read(file, bytes, 0);
            using JsonDocument document = JsonDocument.Parse(bytes.AsMemory(0, read));
            foreach (JsonProperty sector in document.RootElement.GetProperty("v0").EnumerateObject())
            {
                if (ushort.TryParse(sector.Name, out ushort index) && sector.Value.TryGetInt32(out int count) && count > 0)
                {
                    failures[index] = count;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // No file yet, or not a list: the failures are counted from now on.
            failures.Clear();
        }

        return failures;
    }

    /// <summary>Writes a new file beside the old one and renames it, so that there is always a whole one.</summary>
    private void Save()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("v0");
            foreach ((ushort index, int count) in _failures)
            {
                writer.WriteNumber(index.ToString(System.Globalization.CultureInfo.InvariantCulture), count);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        string temporary = $"{_path}.{FarmId.New()}";
        using (SafeFileHandle file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.Write(file, buffer.WrittenSpan, 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(temporary, _path, overwrite: true);
        LibC.SyncDirectory(_farm.Directory);
    }
}
