using Autonomys.Farming.Farms;
using Autonomys.Farming.Farms.Files;
using Autonomys.Farming.Sectors;

namespace Autonomys.Farming.Benchmarks;

/// <summary>The plotted sectors of a farm for reading only: it is not locked, so measuring works beside a running farmer.</summary>
public sealed class PlottedFarm : IDisposable
{
    private readonly DirectIoFile _plot;

    private PlottedFarm(string directory, SingleDiskFarmInfo info, DirectIoFile plot, IReadOnlyList<SectorMetadata> sectors)
    {
        Directory = directory;
        Info = info;
        Sectors = sectors;
        _plot = plot;
    }

    public string Directory { get; }

    public SingleDiskFarmInfo Info { get; }

    /// <summary>Metadata of the sectors that are plotted and whole on the disk.</summary>
    public IReadOnlyList<SectorMetadata> Sectors { get; }

    /// <summary>The whole plot.</summary>
    public ISectorReader Plot => _plot;

    /// <summary>Whether the page cache is bypassed.</summary>
    public bool IsDirectIo => _plot.IsDirect;

    /// <summary>Opens a farm.</summary>
    /// <param name="directory">The farm's directory.</param>
    /// <param name="mostSectors">Sectors to take at most.</param>
    /// <param name="direct">Read past the page cache where the file system can.</param>
    /// <exception cref="FarmException">No farm is there, it has no plotted sector, or it cannot be read.</exception>
    public static PlottedFarm Open(string directory, int mostSectors, bool direct = true)
    {
        SingleDiskFarmInfo info = SingleDiskFarmInfo.Load(directory)
            ?? throw new FarmException(FarmError.NotFound, $"There is no farm in {directory}: it has no {FarmFiles.Info}.");
        DirectIoFile? plot = null;
        try
        {
            plot = DirectIoFile.OpenExisting(Path.Combine(directory, FarmFiles.Plot), writable: false, direct);
            List<SectorMetadata> sectors = ReadSectors(directory, info, plot.Length / SectorLayout.SectorSize(info.PiecesInSector), mostSectors);
            return sectors.Count > 0
                ? new PlottedFarm(directory, info, plot, sectors)
                : throw new FarmException(FarmError.NotFound, $"The farm in {directory} has no plotted sector yet: farm it first.");
        }
        catch (Exception exception)
        {
            plot?.Dispose();
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw new FarmException(FarmError.Io, $"The farm in {directory} cannot be read: {exception.Message}", exception);
            }

            throw;
        }
    }

    public void Dispose() => _plot.Dispose();

    private static List<SectorMetadata> ReadSectors(string directory, SingleDiskFarmInfo info, long sectorsInPlot, int most)
    {
        using MetadataFile file = new(DirectIoFile.OpenExisting(Path.Combine(directory, FarmFiles.Metadata), writable: false, direct: false));
        List<SectorMetadata> sectors = [];
        byte[] scratch = new byte[SectorMetadata.EncodedSize];
        int count = (int)Math.Min(file.ReadHeader(), sectorsInPlot);
        for (int i = 0; i < count && sectors.Count < most; i++)
        {
            if (file.ReadRecord(i, info.PiecesInSector, scratch, out SectorMetadata? metadata, out _) == RecordState.Plotted)
            {
                sectors.Add(metadata!);
            }
        }

        return sectors;
    }
}
