using Autonomys.Farming.Farms;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Cluster.Farms;

/// <summary>A farm directory of this machine.</summary>
/// <param name="name">Short name for messages.</param>
/// <param name="farm">The open farm; owned from now on.</param>
/// <param name="readMode">How to read a record for a proof.</param>
public sealed class DiskFarm(string name, Farm farm, RecordReadMode readMode) : IFarm, IDisposable
{
    private readonly Lock _lock = new();
    private IReadOnlyList<SectorMetadata?>? _sectors;
    private TaskCompletionSource _setAside = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => name;

    public string Directory => farm.Directory;

    public PublicKey PublicKey => farm.Identity.PublicKey;

    public ushort PiecesInSector => farm.Info.PiecesInSector;

    public int SectorCount => farm.SectorCount;

    public ISectorReader Plot => farm.Plot;

    public RecordReadMode ReadMode => readMode;

    public IReadOnlyList<SectorMetadata?> Sectors
    {
        get
        {
            lock (_lock)
            {
                return _sectors ??= ListSectors();
            }
        }
    }

    public Task CommitAsync(EncodedSector sector, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using SectorWriter writer = farm.BeginSector(sector.Metadata.SectorIndex);

            // From here on the old content is gone: nobody may audit it any more.
            Invalidate();
            sector.WriteTo(writer, cancellationToken);
            writer.Commit(sector.Metadata);
            Invalidate();
        },
        cancellationToken);

    public bool SetAside(SectorMetadata sector, string reason)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(farm.Sector(sector.SectorIndex), sector))
            {
                return false;
            }

            farm.SetAside(sector.SectorIndex, reason);
            _sectors = null;
            _setAside.TrySetResult();
            _setAside = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    public Task WaitForSetAsideAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _setAside.Task.WaitAsync(cancellationToken);
        }
    }

    public RewardSignature SignReward(Bytes32 hash) => farm.Identity.SignReward(Blake3Hash.From(hash.AsSpan()));

    public void Dispose() => farm.Dispose();

    private void Invalidate()
    {
        lock (_lock)
        {
            _sectors = null;
        }
    }

    /// <summary>By index, up to the last sector that was ever plotted.</summary>
    private SectorMetadata?[] ListSectors()
    {
        IReadOnlyList<SectorMetadata> plotted = farm.PlottedSectors();
        int count = plotted.Select(sector => sector.SectorIndex.Value)
            .Concat(farm.SetAsideSectors.Select(sector => sector.Index.Value))
            .Select(index => index + 1)
            .DefaultIfEmpty()
            .Max();
        SectorMetadata?[] sectors = new SectorMetadata?[count];
        foreach (SectorMetadata sector in plotted)
        {
            sectors[sector.SectorIndex.Value] = sector;
        }

        return sectors;
    }
}
