using Autonomys.Cluster.Events;
using Autonomys.Farming.Farms;
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
/// <param name="givenReadMode">How to read a record for a proof; null to find out with the first sector.</param>
/// <param name="events">Told what was found out.</param>
public sealed class DiskFarm(string name, Farm farm, RecordReadMode? givenReadMode, IFarmerEvents events) : IFarm, IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _disposed = new();
    private Task? _measuring;
    private volatile bool _readsWholeSectors = givenReadMode == RecordReadMode.WholeSector;
    private IReadOnlyList<SectorMetadata?>? _sectors;
    private TaskCompletionSource _setAside = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => name;

    public string Directory => farm.Directory;

    public PublicKey PublicKey => farm.Identity.PublicKey;

    public ushort PiecesInSector => farm.Info.PiecesInSector;

    public int SectorCount => farm.SectorCount;

    /// <summary>Sectors that are to be plotted again because they could not be used.</summary>
    public int SetAsideCount => farm.SetAsideSectors.Count;

    /// <summary>Free bytes of the disk; null when it does not say, as one that failed.</summary>
    public long? FreeBytes
    {
        get
        {
            try
            {
                return new DriveInfo(Path.GetFullPath(farm.Directory)).AvailableFreeSpace;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    public ISectorReader Plot => farm.Plot;

    public RecordReadMode ReadMode => _readsWholeSectors ? RecordReadMode.WholeSector : RecordReadMode.ConcurrentChunks;

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

    /// <summary>Finds out, once there is a sector to try it with, how records are read fastest; returns at once.</summary>
    public void MeasureReadMode()
    {
        lock (_lock)
        {
            if (givenReadMode is null && _measuring is null && farm.PlottedSectors().FirstOrDefault() is { } sector)
            {
                _measuring = Task.Run(() => Measure(sector), _disposed.Token);
            }
        }
    }

    public Task CommitAsync(SectorMetadata metadata, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            SectorWriter writer = farm.BeginSector(metadata.SectorIndex);
            await using (writer.ConfigureAwait(false))
            {
                // From here on the old content is gone: nobody may audit it any more.
                Invalidate();
                await write(writer, cancellationToken).ConfigureAwait(false);
                writer.Commit(metadata);
            }

            Invalidate();
            MeasureReadMode();
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

    public void Dispose()
    {
        _disposed.Cancel();
        try
        {
            _measuring?.Wait();
        }
        catch (AggregateException stopped) when (stopped.InnerExceptions.All(inner => inner is OperationCanceledException))
        {
            // It ended because the farm does.
        }

        farm.Dispose();
        _disposed.Dispose();
    }

    private void Measure(SectorMetadata sector)
    {
        try
        {
            RecordReadMode faster = ReadModeMeasurement.FindFaster(sector, farm.SectorReader(sector.SectorIndex), _disposed.Token);
            _readsWholeSectors = faster == RecordReadMode.WholeSector;
            events.Report(new Notice($"{name}: reads records for proofs by {faster}, the faster way on this disk"));
        }
        catch (SectorReadException exception)
        {
            // The audit finds the same, and sets the sector aside.
            events.Report(new Warning($"{name}: which way of reading is faster was not found out: {exception.Message}"));
        }
    }

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
