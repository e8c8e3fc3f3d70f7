using System.Collections.Concurrent;
using Autonomys.Farming.Farms.Caching;
using Autonomys.Farming.Farms.Files;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Farms.Checks;

/// <summary>
/// Checks a farm that nobody uses for damage, by the checksums of every structure, and repairs it: damaged sectors are marked for
/// plotting again, damaged cache slots are emptied.
/// </summary>
public sealed class FarmScrubber
{
    private readonly ScrubOptions _options;
    private readonly ParallelOptions _parallel;
    private readonly ConcurrentBag<ScrubProblem> _problems = [];
    private int _sectorsChecked;
    private int _sectorsSetAside;
    private long _slotsChecked;
    private long _piecesFound;

    private FarmScrubber(ScrubOptions options, CancellationToken cancellationToken)
    {
        _options = options;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Threads), CancellationToken = cancellationToken };
    }

    /// <summary>Checks, and repairs unless told otherwise.</summary>
    /// <exception cref="FarmException">No farm is there, it is in use, its identity is not its own, or it cannot be read at all.</exception>
    public static ScrubReport Scrub(ScrubOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        FarmScrubber scrubber = new(options, cancellationToken);
        try
        {
            return scrubber.Run();
        }
        catch (AggregateException exception) when (exception.InnerException is IOException inner)
        {
            throw Failed(options, inner);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(options, exception);
        }
    }

    private static FarmException Failed(ScrubOptions options, Exception exception) =>
        new(FarmError.Io, $"The farm in {options.Directory} cannot be checked: {exception.Message}", exception);

    private ScrubReport Run()
    {
        SingleDiskFarmInfo? info = SingleDiskFarmInfo.Load(_options.Directory);
        if (info is null && _options.Target != ScrubTarget.Cache)
        {
            FarmException.Throw(FarmError.NotFound, $"There is no farm in {_options.Directory}: it has no {FarmFiles.Info}.");
        }

        using FileLock? farmLock = info is null || _options.DisableLocking ? null : SingleDiskFarmInfo.Lock(info, _options.Directory);
        if (info is not null && _options.Target != ScrubTarget.Cache)
        {
            CheckIdentity(info);
            CheckSectors(info);
        }

        if (_options.Target is ScrubTarget.All or ScrubTarget.Cache)
        {
            CheckCache();
        }

        return new ScrubReport(
            _sectorsChecked, _sectorsSetAside, _slotsChecked, _piecesFound, [.. _problems.OrderBy(problem => problem.Area).ThenBy(problem => problem.Index)]);
    }

    private void CheckIdentity(SingleDiskFarmInfo info)
    {
        string path = Path.Combine(_options.Directory, FarmFiles.Identity);
        FarmIdentity identity = FarmIdentity.Open(_options.Directory)
            ?? throw new FarmException(FarmError.IdentityMismatch, $"{path} is missing: farm {info.Id} has the public key {info.PublicKey}. Restore the file from a copy.");
        if (identity.PublicKey != info.PublicKey)
        {
            FarmException.Throw(
                FarmError.IdentityMismatch, $"{path} has the public key {identity.PublicKey}, and farm {info.Id} was made with {info.PublicKey}.");
        }
    }

    private void CheckSectors(SingleDiskFarmInfo info)
    {
        using DirectIoFile metadataFile = OpenFile(FarmFiles.Metadata);
        using MetadataFile metadata = new(metadataFile);
        using DirectIoFile plot = OpenFile(FarmFiles.Plot);
        long sectorSize = SectorLayout.SectorSize(info.PiecesInSector);
        int count = metadata.ReadHeader();
        count = LimitCount(metadata, count, (metadataFile.Length - MetadataFile.RecordOffset(0)) / SectorMetadata.EncodedSize, metadataFile.Path);
        count = LimitCount(metadata, count, plot.Length / sectorSize, plot.Path);
        int done = 0;
        Parallel.For(0, count, _parallel, () => new byte[DirectIoFile.MaxTransfer], (index, _, scratch) =>
        {
            CheckSector(info, metadata, plot, index, scratch);
            _options.Progress?.Report(new ScrubProgress(ScrubArea.Sector, Interlocked.Increment(ref done), count));
            return scratch;
        }, _ => { });
        _sectorsChecked = count;
        if (!_options.DryRun && !_problems.IsEmpty)
        {
            metadata.Flush();
            plot.Flush();
        }
    }

    /// <summary>Files that were cut hold fewer sectors than the header says.</summary>
    private int LimitCount(MetadataFile metadata, int count, long available, string path)
    {
        if (count <= available)
        {
            return count;
        }

        int remaining = (int)Math.Max(0, available);
        if (!_options.DryRun)
        {
            metadata.WriteHeader(remaining);
            metadata.Flush();
        }

        _problems.Add(new ScrubProblem(
            ScrubArea.Header, remaining, $"it counts {count} sectors, and {path} is too short for more than {remaining}", !_options.DryRun));
        return remaining;
    }

    private void CheckSector(SingleDiskFarmInfo info, MetadataFile metadata, DirectIoFile plot, int index, byte[] scratch)
    {
        SectorIndex sectorIndex = new((ushort)index);
        RecordState state = metadata.ReadRecord(index, info.PiecesInSector, scratch, out SectorMetadata? record, out string? problem);
        if (state == RecordState.SetAside)
        {
            Interlocked.Increment(ref _sectorsSetAside);
            return;
        }

        if (state == RecordState.Damaged)
        {
            SetAside(metadata, sectorIndex, info.PiecesInSector);
            _problems.Add(new ScrubProblem(ScrubArea.Metadata, index, problem!, !_options.DryRun));
            return;
        }

        if (_options.Target == ScrubTarget.Metadata)
        {
            return;
        }

        long start = index * SectorLayout.SectorSize(info.PiecesInSector);
        problem = SectorCheck.FindProblem(new OffsetSectorReader(plot, start), record!, scratch, _parallel.CancellationToken);
        if (problem is null)
        {
            return;
        }

        SetAside(metadata, sectorIndex, info.PiecesInSector);
        bool isRepaired = !_options.DryRun;
        if (isRepaired)
        {
            // Not before the record has stopped vouching for the sector.
            metadata.Flush();
            try
            {
                SectorCheck.Blank(plot, start, info.PiecesInSector, scratch, _parallel.CancellationToken);
            }
            catch (IOException exception)
            {
                problem += $"; the disk refuses to write there, too ({exception.Message}): replace it";
                isRepaired = false;
            }
        }

        _problems.Add(new ScrubProblem(ScrubArea.Sector, index, $"{problem} (in {plot.Path} from byte {start})", isRepaired));
    }

    private void SetAside(MetadataFile metadata, SectorIndex index, ushort piecesInSector)
    {
        if (!_options.DryRun)
        {
            metadata.WriteSetAside(index, piecesInSector);
        }
    }

    private void CheckCache()
    {
        string path = Path.Combine(_options.Directory, FarmFiles.PieceCache);
        if (!File.Exists(path))
        {
            return;
        }

        using DirectIoFile file = OpenFile(FarmFiles.PieceCache);
        long slots = file.Length / PieceCacheElement.Size;
        long done = 0;
        Parallel.For(0, slots, _parallel, () => new byte[PieceCacheElement.Size], (slot, _, element) =>
        {
            CheckSlot(file, slot, element);
            _options.Progress?.Report(new ScrubProgress(ScrubArea.CacheSlot, Interlocked.Increment(ref done), slots));
            return element;
        }, _ => { });
        _slotsChecked = slots;
        if (!_options.DryRun)
        {
            file.Flush();
        }
    }

    private void CheckSlot(DirectIoFile file, long slot, byte[] element)
    {
        string problem;
        try
        {
            file.ReadExactly(slot * PieceCacheElement.Size, element);
            CacheSlot state = PieceCacheElement.Parse(element, out _);
            if (state == CacheSlot.Piece)
            {
                Interlocked.Increment(ref _piecesFound);
            }

            if (state != CacheSlot.Damaged)
            {
                return;
            }

            problem = "its checksum is wrong";
        }
        catch (IOException exception)
        {
            problem = $"it cannot be read: {exception.Message}";
        }

        if (!_options.DryRun)
        {
            Array.Clear(element);
            file.Write(slot * PieceCacheElement.Size, element);
        }

        _problems.Add(new ScrubProblem(ScrubArea.CacheSlot, slot, $"{problem} (in {file.Path} from byte {slot * PieceCacheElement.Size})", !_options.DryRun));
    }

    private DirectIoFile OpenFile(string name)
    {
        string path = Path.Combine(_options.Directory, name);
        if (!File.Exists(path))
        {
            FarmException.Throw(FarmError.NotFound, $"{path} is missing. Opening the farm makes it again; its sectors are then plotted anew.");
        }

        return DirectIoFile.OpenExisting(path, writable: !_options.DryRun);
    }
}
