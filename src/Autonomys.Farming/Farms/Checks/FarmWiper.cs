using Autonomys.Farming.Farms.Files;
using Microsoft.Win32.SafeHandles;

namespace Autonomys.Farming.Farms.Checks;

/// <summary>Removes a farm: exactly the files that farmers make in its directory, and nothing else that lies there.</summary>
public static class FarmWiper
{
    // The info goes last, so that a wipe that was interrupted can be repeated.
    private static readonly string[] Names =
    [
        FarmFiles.Plot, FarmFiles.Metadata, FarmFiles.Identity, FarmFiles.PieceCache, FarmFiles.BadSectors, FarmFiles.KnownAddresses, FarmFiles.Info,
    ];

    /// <summary>The farm's files that are there, with their sizes in bytes.</summary>
    public static IReadOnlyList<(string Name, long Size)> List(string directory) =>
    [
        .. FileNames(directory)
            .Select(name => (Name: name, File: new FileInfo(Path.Combine(directory, name))))
            .Where(file => file.File.Exists)
            .Select(file => (file.Name, file.File.Length)),
    ];

    /// <summary>Deletes the farm, its key included: its sectors can never be farmed again.</summary>
    /// <returns>Names and sizes of the files deleted.</returns>
    /// <exception cref="FarmException">No farm is there, it is in use, or the disk refuses.</exception>
    public static IReadOnlyList<(string Name, long Size)> Wipe(string directory, bool disableLocking = false)
    {
        string info = Path.Combine(directory, FarmFiles.Info);
        if (!File.Exists(info))
        {
            FarmException.Throw(FarmError.NotFound, $"There is no farm in {directory}: it has no {FarmFiles.Info}. Nothing was deleted.");
        }

        IReadOnlyList<(string Name, long Size)> files = List(directory);
        try
        {
            SafeFileHandle handle = LibC.OpenWithoutLock(info, writable: true);
            using FileLock? taken = disableLocking ? new FileLock(handle) : FileLock.TryTake(handle, out string? _);
            if (taken is null)
            {
                FarmException.Throw(FarmError.Locked, $"The farm in {directory} is in use: another process has it locked. Stop the farmer first. Nothing was deleted.");
            }

            foreach ((string name, _) in files)
            {
                File.Delete(Path.Combine(directory, name));
            }

            LibC.SyncDirectory(directory);
            return files;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FarmException(FarmError.Io, $"The farm in {directory} cannot be deleted entirely: {exception.Message}", exception);
        }
    }

    /// <summary>With what a crash can leave while the info or the identity is made: the same names with an identifier behind.</summary>
    private static IEnumerable<string> FileNames(string directory)
    {
        IEnumerable<string> leftovers = !Directory.Exists(directory)
            ? []
            : Directory.EnumerateFiles(directory)
                .Select(path => Path.GetFileName(path))
                .Where(name => new[] { FarmFiles.Info, FarmFiles.Identity, FarmFiles.BadSectors }
                    .Any(own => name.StartsWith(own + ".", StringComparison.Ordinal) && FarmId.TryParse(name[(own.Length + 1)..], out _)));
        return leftovers.Concat(Names);
    }
}
