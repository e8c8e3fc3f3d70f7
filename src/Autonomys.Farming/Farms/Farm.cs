using Autonomys.Farming.Farms.Caching;
using Autonomys.Farming.Farms.Files;
using Autonomys.Farming.Farms.Space;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Farms;

/// <summary>
/// An open farm directory: identity, plot, metadata and caches of one disk, locked until disposed. Concurrent use is allowed.
/// </summary>
/// <remarks>
/// A sector is farmed only while its metadata record on disk vouches for bytes that are on disk too. Writing one therefore first
/// takes the record back (when there is one), then writes and flushes the sector, then the record, then the count in the header,
/// each flushed before the next begins. Whenever the program or the machine stops, the next start finds the sector whole or to be
/// plotted.
/// </remarks>
public sealed class Farm : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileLock _farmLock;
    private readonly MetadataFile _metadata;
    private readonly DirectIoFile _plot;
    private readonly SectorMetadata?[] _sectors;
    private readonly HashSet<SectorIndex> _writing = [];
    private readonly Dictionary<SectorIndex, SetAsideSector> _setAside;
    private int _recordCount;

    internal Farm(
        string directory,
        SingleDiskFarmInfo info,
        FarmIdentity identity,
        FarmAllocation allocation,
        FileLock farmLock,
        MetadataFile metadata,
        DirectIoFile plot,
        PieceCacheFile? pieceCache,
        SectorMetadata?[] sectors,
        int recordCount,
        IReadOnlyList<SetAsideSector> setAside)
    {
        Directory = directory;
        Info = info;
        Identity = identity;
        Allocation = allocation;
        _farmLock = farmLock;
        _metadata = metadata;
        _plot = plot;
        PieceCache = pieceCache;
        _sectors = sectors;
        _recordCount = recordCount;
        _setAside = setAside.ToDictionary(sector => sector.Index);
        SectorSize = SectorLayout.SectorSize(info.PiecesInSector);
        PlotCache = new PlotCache(plot, recordCount * SectorSize, sectors.Length * SectorSize);
    }

    public string Directory { get; }

    public SingleDiskFarmInfo Info { get; }

    public FarmIdentity Identity { get; }

    /// <summary>How the space is divided.</summary>
    public FarmAllocation Allocation { get; }

    /// <summary>Bytes of each sector in the plot.</summary>
    public long SectorSize { get; }

    /// <summary>Sectors that fit the farm, plotted or not.</summary>
    public int SectorCount => _sectors.Length;

    /// <summary>The whole plot; sector i begins at i × <see cref="SectorSize"/>.</summary>
    public ISectorReader Plot => _plot;

    /// <summary>Whether the plot is read past the page cache.</summary>
    public bool IsDirectIo => _plot.IsDirect;

    /// <summary>The farm's share for cached pieces; null when it has none.</summary>
    public PieceCacheFile? PieceCache { get; }

    /// <summary>Pieces kept where sectors will be; empty until <see cref="ScanPlotCache"/> has looked.</summary>
    public PlotCache PlotCache { get; }

    /// <summary>Sectors that are farmed.</summary>
    public int PlottedCount
    {
        get
        {
            lock (_lock)
            {
                return _sectors.Count(sector => sector is not null);
            }
        }
    }

    /// <summary>Sectors that were plotted and must be again, with the reasons.</summary>
    public IReadOnlyList<SetAsideSector> SetAsideSectors
    {
        get
        {
            lock (_lock)
            {
                return [.. _setAside.Values.OrderBy(sector => sector.Index)];
            }
        }
    }

    /// <summary>Opens a farm, or makes one.</summary>
    /// <exception cref="FarmException">It cannot be used as asked; nothing was changed then.</exception>
    public static Farm Open(FarmOpenOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return FarmOpening.Open(options, cancellationToken);
    }

    /// <summary>Metadata of a sector; null while it is not plotted, set aside or being written.</summary>
    public SectorMetadata? Sector(SectorIndex index)
    {
        lock (_lock)
        {
            return index.Value < _sectors.Length ? _sectors[index.Value] : null;
        }
    }

    /// <summary>Metadata of all sectors that are farmed now, by index.</summary>
    public IReadOnlyList<SectorMetadata> PlottedSectors()
    {
        lock (_lock)
        {
            return [.. _sectors.OfType<SectorMetadata>()];
        }
    }

    /// <summary>Sectors to plot, those set aside first, without those that are being written.</summary>
    public IReadOnlyList<SectorIndex> SectorsToPlot()
    {
        lock (_lock)
        {
            return
            [
                .. Enumerable.Range(0, _sectors.Length)
                    .Select(index => new SectorIndex((ushort)index))
                    .Where(index => _sectors[index.Value] is null && !_writing.Contains(index))
                    .OrderByDescending(_setAside.ContainsKey),
            ];
        }
    }

    /// <summary>Reads one sector by offsets of its own.</summary>
    public ISectorReader SectorReader(SectorIndex index) => new OffsetSectorReader(_plot, index.Value * SectorSize);

    /// <summary>Stops farming a sector for good: it is plotted again, by this or any other farmer.</summary>
    /// <exception cref="IOException">The disk refuses; the sector is not farmed until the next start.</exception>
    public void SetAside(SectorIndex index, string reason)
    {
        lock (_lock)
        {
            if (index.Value >= _recordCount || _writing.Contains(index))
            {
                return;
            }

            _sectors[index.Value] = null;
            _setAside[index] = new SetAsideSector(index, reason);
            _metadata.WriteSetAside(index, Info.PiecesInSector);
            _metadata.Flush();
        }
    }

    /// <summary>Begins to write a sector in order; until it is committed the sector is not farmed, and what it held before is gone.</summary>
    /// <exception cref="InvalidOperationException">The sector is being written already, or is none of this farm.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public SectorWriter BeginSector(SectorIndex index)
    {
        lock (_lock)
        {
            if (index.Value >= _sectors.Length)
            {
                throw new InvalidOperationException($"Farm {Info.Id} has {_sectors.Length} sectors and no sector {index}.");
            }

            if (!_writing.Add(index))
            {
                throw new InvalidOperationException($"Sector {index} of farm {Info.Id} is being written already.");
            }

            bool hasRecord = index.Value < _recordCount;
            bool isVouchedFor = _sectors[index.Value] is not null;
            _sectors[index.Value] = null;
            if (hasRecord)
            {
                _setAside[index] = new SetAsideSector(index, "writing it has not ended");
            }

            try
            {
                if (isVouchedFor)
                {
                    _metadata.WriteSetAside(index, Info.PiecesInSector);
                    _metadata.Flush();
                }
            }
            catch
            {
                _writing.Remove(index);
                throw;
            }
        }

        PlotCache.RaiseFloor((index.Value + 1) * SectorSize);
        return new SectorWriter(this, _plot, index, SectorSize);
    }

    /// <summary>Writes and commits a freshly plotted sector.</summary>
    /// <exception cref="IOException">The disk refuses; the sector is to be plotted again.</exception>
    public void WriteSector(EncodedSector sector, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sector);
        using SectorWriter writer = BeginSector(sector.Metadata.SectorIndex);
        sector.WriteTo(writer, cancellationToken);
        writer.Commit(sector.Metadata);
    }

    /// <summary>Finds pieces that were kept in the unplotted part of the plot before; reads until the first place without one.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void ScanPlotCache(CancellationToken cancellationToken = default) => PlotCache.Scan(cancellationToken);

    public void Dispose()
    {
        PieceCache?.Dispose();
        _plot.Dispose();
        _metadata.Dispose();

        // Last: whoever waits for the lock must find the files closed.
        _farmLock.Dispose();
    }

    /// <summary>The sector is written and flushed: makes its record and the header say so.</summary>
    internal void Commit(SectorMetadata metadata)
    {
        SectorIndex index = metadata.SectorIndex;
        lock (_lock)
        {
            // Sectors before this one that nobody has written yet count as set aside, so that the header's count can include this one.
            for (int gap = _recordCount; gap < index.Value; gap++)
            {
                _metadata.WriteSetAside(new SectorIndex((ushort)gap), Info.PiecesInSector);
                _setAside[new SectorIndex((ushort)gap)] = new SetAsideSector(new SectorIndex((ushort)gap), "a later sector was plotted first");
            }

            _metadata.WriteRecord(metadata);
            _metadata.Flush();
            if (index.Value >= _recordCount)
            {
                _metadata.WriteHeader(index.Value + 1);
                _metadata.Flush();
                _recordCount = index.Value + 1;
            }

            _sectors[index.Value] = metadata;
            _setAside.Remove(index);
        }
    }

    /// <summary>The writer is gone, committed or not.</summary>
    internal void EndWriting(SectorIndex index)
    {
        lock (_lock)
        {
            _writing.Remove(index);
        }
    }
}
