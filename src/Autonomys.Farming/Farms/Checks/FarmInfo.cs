using Autonomys.Farming.Farms.Files;
using Autonomys.Farming.Farms.Space;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Addresses;
using Microsoft.Win32.SafeHandles;

namespace Autonomys.Farming.Farms.Checks;

/// <summary>What a farm directory holds, found without locking it, so also while a farmer uses it.</summary>
/// <param name="Directory">The farm's directory.</param>
/// <param name="Farm">Identifier, chain, key, pieces in a sector, allocated space.</param>
/// <param name="SectorCount">Sectors that the plot file has room for.</param>
/// <param name="PlottedCount">Sectors with a metadata record, those set aside among them.</param>
/// <param name="Files">Names and sizes in bytes of the farm's files that are there.</param>
/// <param name="UsedByProcess">Process that has the farm in use, if the system tells.</param>
public sealed record FarmInfo(
    string Directory,
    SingleDiskFarmInfo Farm,
    int SectorCount,
    int PlottedCount,
    IReadOnlyList<(string Name, long Size)> Files,
    int? UsedByProcess)
{
    /// <summary>The farm's public key as people write it.</summary>
    public Ss58Address Address => new(Farm.PublicKey);

    /// <summary>Bytes of each sector.</summary>
    public long SectorSize => SectorLayout.SectorSize(Farm.PiecesInSector);

    /// <summary>Bytes of all files together.</summary>
    public long TotalSize => Files.Sum(file => file.Size);

    /// <summary>Looks at a directory.</summary>
    /// <exception cref="FarmException">No farm is there, or its info or metadata cannot be understood.</exception>
    public static FarmInfo Collect(string directory)
    {
        SingleDiskFarmInfo farm = SingleDiskFarmInfo.Load(directory)
            ?? throw new FarmException(FarmError.NotFound, $"There is no farm in {directory}: it has no {FarmFiles.Info}.");
        List<(string Name, long Size)> files = [.. FarmWiper.List(directory)];
        long plotSize = files.Find(file => file.Name == FarmFiles.Plot).Size;
        return new FarmInfo(
            directory,
            farm,
            (int)Math.Min(plotSize / SectorLayout.SectorSize(farm.PiecesInSector), FarmAllocation.MaxSectors),
            ReadPlottedCount(directory),
            files,
            FindUser(directory));
    }

    private static int ReadPlottedCount(string directory)
    {
        string path = Path.Combine(directory, FarmFiles.Metadata);
        if (!File.Exists(path))
        {
            return 0;
        }

        try
        {
            using MetadataFile metadata = new(DirectIoFile.OpenExisting(path, writable: false, direct: false));
            return metadata.ReadHeader();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FarmException(FarmError.Io, $"{path} cannot be read: {exception.Message}", exception);
        }
    }

    private static int? FindUser(string directory)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        using SafeFileHandle file = LibC.OpenWithoutLock(Path.Combine(directory, FarmFiles.Info), writable: false);
        return LibC.FindLockHolder(file);
    }
}
