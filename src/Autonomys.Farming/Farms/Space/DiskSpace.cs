namespace Autonomys.Farming.Farms.Space;

/// <summary>Room on the file system of a directory.</summary>
public static class DiskSpace
{
    /// <summary>Bytes that can still be written under <paramref name="directory"/>, which need not exist yet.</summary>
    /// <exception cref="FarmException">The file system does not say.</exception>
    public static ulong Available(string directory)
    {
        string existing = Path.GetFullPath(directory);
        while (!Directory.Exists(existing))
        {
            string? parent = Path.GetDirectoryName(existing);
            if (parent is null)
            {
                break;
            }

            existing = parent;
        }

        try
        {
            return (ulong)Math.Max(0, new DriveInfo(existing).AvailableFreeSpace);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new FarmException(FarmError.Io, $"The free space under {directory} cannot be determined: {exception.Message}", exception);
        }
    }

    /// <summary>Left free when a farm asks for the whole disk, for the file system's own needs: 2 GiB, on small disks a 64th.</summary>
    public static ulong Headroom(ulong space) => Math.Min(2ul * 1024 * 1024 * 1024, space / 64);
}
