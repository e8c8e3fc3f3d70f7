using Autonomys.Cluster.Events;
using Autonomys.Farming.Farms;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Cluster.Farms;

/// <summary>All farms of the machine, open until disposed.</summary>
internal sealed class OpenFarms : IDisposable
{
    private readonly List<DiskFarm> _farms = [];

    public IReadOnlyList<DiskFarm> Farms => _farms;

    /// <summary>Opens or makes every farm; when one cannot be used, none is.</summary>
    /// <exception cref="FarmException">Names the farm, the reason and the remedy.</exception>
    public static OpenFarms Open(FarmsOptions options, FarmerAppInfo chain, IFarmerEvents events, CancellationToken cancellationToken)
    {
        OpenFarms open = new();
        try
        {
            foreach (FarmOptions farm in options.Farms)
            {
                open.Add(farm, options, chain, events, cancellationToken);
            }

            return open;
        }
        catch
        {
            open.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (DiskFarm farm in _farms)
        {
            farm.Dispose();
        }
    }

    private void Add(
        FarmOptions given, FarmsOptions options, FarmerAppInfo chain, IFarmerEvents events, CancellationToken cancellationToken)
    {
        string name = $"farm {_farms.Count}";
        Farm farm = Farm.Open(
            new FarmOpenOptions
            {
                Directory = given.Directory,
                Size = given.Size,
                GenesisHash = Blake3Hash.From(chain.GenesisHash.AsSpan()),
                MaxPiecesInSector = chain.ProtocolInfo.MaxPiecesInSector,
                PiecesInSector = options.MaxPiecesInSector is { } pieces ? Math.Min(pieces, chain.ProtocolInfo.MaxPiecesInSector) : null,
                CachePercentage = options.CachePercentage,
                Create = options.CreateFarms,
                DisableLocking = !options.LockFarms,
                DirectIo = options.DirectIo,
            },
            cancellationToken);
        DiskFarm disk = new(name, farm, given.ReadMode, events);
        _farms.Add(disk);
        events.Report(new FarmOpened(name, given.Directory, farm.PlottedCount, farm.SectorCount));
        foreach (SetAsideSector sector in farm.SetAsideSectors)
        {
            events.Report(new SectorSetAside(name, sector.Index.Value, sector.Reason));
        }

        disk.MeasureReadMode();
    }
}
