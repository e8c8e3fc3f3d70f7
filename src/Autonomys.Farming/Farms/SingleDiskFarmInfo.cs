using System.Buffers;
using System.Text.Json;
using Autonomys.Farming.Farms.Files;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Microsoft.Win32.SafeHandles;

namespace Autonomys.Farming.Farms;

/// <summary>Which farm a directory holds: the content of single_disk_farm.json, version 0 (protocol.md 4.5).</summary>
/// <param name="Id">Made with the farm and never changed.</param>
/// <param name="GenesisHash">The chain that the farm was made for.</param>
/// <param name="PublicKey">Key of the farm's identity; its sectors are worthless under another.</param>
/// <param name="PiecesInSector">Pieces in every sector of the farm.</param>
/// <param name="AllocatedSpace">Bytes for all files of the farm; opening with another size changes it.</param>
public sealed record SingleDiskFarmInfo(FarmId Id, Blake3Hash GenesisHash, PublicKey PublicKey, ushort PiecesInSector, ulong AllocatedSpace)
{
    // The file is some 250 bytes; whatever is longer than this is something else.
    private const int MaxFileSize = 64 * 1024;

    /// <summary>Reads a farm's info file; null when there is none (or an empty one, left by a crash before anything was in it).</summary>
    /// <remarks>Does not touch the lock, so it works while a farmer has the farm in use.</remarks>
    /// <exception cref="FarmException">The file cannot be read or understood.</exception>
    public static SingleDiskFarmInfo? Load(string directory)
    {
        string path = Path.Combine(directory, FarmFiles.Info);
        byte[] bytes;
        try
        {
            using SafeFileHandle file = LibC.OpenWithoutLock(path, writable: false);
            long length = RandomAccess.GetLength(file);
            if (length > MaxFileSize)
            {
                throw new FarmException(FarmError.Corrupt, $"{path} is not the info of a farm: it has {length} bytes.");
            }

            bytes = new byte[length];
            int read = RandomAccess.Read(file, bytes, 0);
            bytes = bytes[..read];
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FarmException(FarmError.Io, $"{path} cannot be read: {exception.Message}", exception);
        }

        return bytes.Length == 0 ? null : Parse(bytes, path);
    }

    /// <summary>The content of the file, to the byte what the network's own farmer writes.</summary>
    public byte[] ToJson()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("v0");
            writer.WriteString("id", Id.ToString());
            writer.WriteString("genesisHash", GenesisHash.ToString());
            writer.WriteString("publicKey", PublicKey.ToString());
            writer.WriteNumber("piecesInSector", PiecesInSector);
            writer.WriteNumber("allocatedSpace", AllocatedSpace);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Makes the info file of a new farm, complete and already locked when it appears under its name.</summary>
    /// <exception cref="FarmException">Another process made or locked one meanwhile, or the disk refuses.</exception>
    internal FileLock Create(string directory, bool locking)
    {
        string path = Path.Combine(directory, FarmFiles.Info);
        string temporary = $"{path}.{Id}";
        FileLock? taken = null;
        try
        {
            SafeFileHandle file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            taken = locking ? FileLock.TryTake(file, out string? reason) ?? throw LockingFailed(Id, directory, reason) : new FileLock(file);
            RandomAccess.Write(file, ToJson(), 0);
            RandomAccess.FlushToDisk(file);
            bool isLeftEmpty = new FileInfo(path) is { Exists: true, Length: 0 };
            File.Move(temporary, path, overwrite: isLeftEmpty);
            LibC.SyncDirectory(directory);
            FileLock result = taken;
            taken = null;
            return result;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FarmException(FarmError.Io, $"{path} cannot be made: {exception.Message}", exception);
        }
        finally
        {
            taken?.Dispose();
            if (taken is not null || File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    /// <summary>Takes the lock of an existing farm; every cooperating farmer, of this program or another, holds it while it uses the farm.</summary>
    /// <exception cref="FarmException">Another process has the farm in use.</exception>
    internal static FileLock Lock(SingleDiskFarmInfo info, string directory)
    {
        string path = Path.Combine(directory, FarmFiles.Info);
        try
        {
            SafeFileHandle file = OperatingSystem.IsWindows()
                ? File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)
                : LibC.OpenWithoutLock(path, writable: true);
            return FileLock.TryTake(file, out string? reason) ?? throw LockingFailed(info.Id, directory, reason);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FarmException(FarmError.Io, $"{path} cannot be opened for locking: {exception.Message}", exception);
        }
    }

    /// <summary>Replaces the content of the file in place, because the lock belongs to the file and not to its name.</summary>
    /// <remarks>
    /// One write of one page: the new text, with blanks up to the length of the old one, is valid JSON even when the program is
    /// killed before the cut.
    /// </remarks>
    internal void Update(SafeFileHandle file)
    {
        byte[] json = ToJson();
        long before = RandomAccess.GetLength(file);
        byte[] padded = new byte[Math.Max(json.Length, Math.Min(before, MaxFileSize))];
        padded.AsSpan().Fill((byte)' ');
        json.CopyTo(padded, 0);
        RandomAccess.Write(file, padded, 0);
        RandomAccess.FlushToDisk(file);
        RandomAccess.SetLength(file, json.Length);
        RandomAccess.FlushToDisk(file);
    }

    internal static SingleDiskFarmInfo Parse(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException("not a JSON object");
            }

            if (!document.RootElement.TryGetProperty("v0", out JsonElement content))
            {
                string versions = string.Join(", ", document.RootElement.EnumerateObject().Select(property => property.Name));
                throw new FarmException(
                    FarmError.UnsupportedVersion, $"{path} has version \"{versions}\"; this program knows \"v0\". Use a newer program.");
            }

            return new SingleDiskFarmInfo(
                FarmId.Parse(Text(content, "id")),
                Blake3Hash.From(Hex(content, "genesisHash")),
                PublicKey.From(Hex(content, "publicKey")),
                content.GetProperty("piecesInSector").GetUInt16() is > 0 and ushort pieces ? pieces : throw new FormatException("piecesInSector is 0"),
                content.GetProperty("allocatedSpace").GetUInt64());
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FarmException(
                FarmError.Corrupt,
                $"{path} is not the info of a farm: {exception.Message.TrimEnd('.')}. Restore it from a copy, or wipe the farm.",
                exception);
        }
    }

    private static string Text(JsonElement content, string name) =>
        content.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");

    private static byte[] Hex(JsonElement content, string name)
    {
        byte[] bytes = Convert.FromHexString(Text(content, name));
        return bytes.Length == 32 ? bytes : throw new FormatException($"{name} has {bytes.Length} bytes instead of 32");
    }

    private static FarmException LockingFailed(FarmId id, string directory, string? reason) => new(
        FarmError.Locked,
        $"Farm {id} in {directory} is in use: {FarmFiles.Info} cannot be locked, {reason}. Stop the other farmer first.");
}
