using Autonomys.Farming.Farms.Caching;
using Autonomys.Farming.Farms.Files;
using Autonomys.Farming.Farms.Space;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Farms;

/// <summary>
/// One attempt to open or make a farm. Nothing is written before everything that can be refused has been checked; when a later step
/// fails, what was made is removed and what was grown is cut again.
/// </summary>
internal sealed class FarmOpening(FarmOpenOptions options, CancellationToken cancellationToken)
{
    private readonly Stack<Action> _undo = new();
    private readonly Stack<IDisposable> _opened = new();
    private readonly List<SetAsideSector> _setAside = [];
    private readonly string _directory = options.Directory;

    public static Farm Open(FarmOpenOptions options, CancellationToken cancellationToken)
    {
        FarmOpening opening = new(options, cancellationToken);
        try
        {
            return opening.Open();
        }
        catch (Exception exception)
        {
            opening.Undo();

            // Records are read on several threads, whose errors come together.
            Exception cause = exception is AggregateException several ? several.InnerExceptions[0] : exception;
            if (cause is IOException or UnauthorizedAccessException)
            {
                throw new FarmException(FarmError.Io, $"The farm in {options.Directory} cannot be opened: {cause.Message}", cause);
            }

            throw;
        }
    }

    private Farm Open()
    {
        SingleDiskFarmInfo? existing = SingleDiskFarmInfo.Load(_directory);
        FarmIdentity? identity = FarmIdentity.Open(_directory);
        if (existing is null && !options.Create)
        {
            FarmException.Throw(
                FarmError.NotFound,
                $"There is no farm in {_directory}, and making one is switched off. Is its disk mounted? Nothing was written.");
        }

        FileLock? farmLock = existing is null ? null : CheckAndLock(existing, identity);
        ushort pieces = existing?.PiecesInSector ?? NewPiecesInSector();
        FarmAllocation allocation = Allocate(existing, pieces);
        if (existing is null)
        {
            MakeDirectory();
            identity ??= Made(FarmIdentity.Create(_directory), FarmFiles.Identity);
            existing = new SingleDiskFarmInfo(FarmId.New(), options.GenesisHash, identity.PublicKey, pieces, allocation.AllocatedSpace);
            farmLock = Opened(Made(existing.Create(_directory, !options.DisableLocking), FarmFiles.Info));
        }

        MetadataFile metadata = OpenMetadata(allocation, out int sectorCount);
        DirectIoFile plot = Opened(OpenFile(FarmFiles.Plot));
        long oldPlotSize = plot.Length;
        Resize(plot, allocation.PlotFileSize);
        SectorMetadata?[] sectors = ReadSectors(allocation, metadata, sectorCount, oldPlotSize);
        PieceCacheFile? pieceCache = OpenPieceCache(allocation);
        if (existing.AllocatedSpace != allocation.AllocatedSpace)
        {
            existing = existing with { AllocatedSpace = allocation.AllocatedSpace };
            existing.Update(farmLock!.Handle);
        }

        return new Farm(_directory, existing, identity!, allocation, farmLock!, metadata, plot, pieceCache, sectors, sectorCount, _setAside);
    }

    private FileLock CheckAndLock(SingleDiskFarmInfo info, FarmIdentity? identity)
    {
        if (info.GenesisHash != options.GenesisHash)
        {
            FarmException.Throw(
                FarmError.WrongChain,
                $"Farm {info.Id} in {_directory} was made for the chain with genesis hash {info.GenesisHash}, and the node is on "
                + $"{options.GenesisHash}. Use a node of the farm's chain, or another directory.");
        }

        if (identity is null)
        {
            FarmException.Throw(
                FarmError.IdentityMismatch,
                $"{Path.Combine(_directory, FarmFiles.Identity)} is missing: farm {info.Id} has the public key {info.PublicKey}. Restore the file from a copy.");
        }

        if (identity.PublicKey != info.PublicKey)
        {
            FarmException.Throw(
                FarmError.IdentityMismatch,
                $"{Path.Combine(_directory, FarmFiles.Identity)} has the public key {identity.PublicKey}, and farm {info.Id} was made with "
                + $"{info.PublicKey}. Restore the file that belongs to the farm.");
        }

        if (info.PiecesInSector > options.MaxPiecesInSector)
        {
            FarmException.Throw(
                FarmError.TooManyPiecesInSector,
                $"Farm {info.Id} in {_directory} has {info.PiecesInSector} pieces in a sector, and the chain allows {options.MaxPiecesInSector}. "
                + "Wipe it and plot again.");
        }

        return Opened(options.DisableLocking
            ? new FileLock(LibC.OpenWithoutLock(Path.Combine(_directory, FarmFiles.Info), writable: true))
            : SingleDiskFarmInfo.Lock(info, _directory));
    }

    private ushort NewPiecesInSector()
    {
        ushort pieces = options.PiecesInSector ?? options.MaxPiecesInSector;
        if (pieces == 0 || pieces > options.MaxPiecesInSector)
        {
            FarmException.Throw(
                FarmError.InvalidArgument, $"A sector can have 1 to {options.MaxPiecesInSector} pieces on this chain, not {pieces}.");
        }

        return pieces;
    }

    private FarmAllocation Allocate(SingleDiskFarmInfo? existing, ushort pieces)
    {
        long Own(string name) => new FileInfo(Path.Combine(_directory, name)) is { Exists: true } file ? file.Length : 0;

        long plot = Own(FarmFiles.Plot);
        long metadata = Own(FarmFiles.Metadata);
        long cache = Own(FarmFiles.PieceCache);
        ulong available = DiskSpace.Available(_directory);
        ulong own = (ulong)(plot + metadata + cache);
        ulong space = FarmSizing.Resolve(options.Size, pieces, options.CachePercentage, existing?.AllocatedSpace, own, available);
        FarmAllocation allocation = FarmAllocation.For(space, pieces, options.CachePercentage);
        long needed = Math.Max(0, allocation.PlotFileSize - plot) + Math.Max(0, allocation.MetadataFileSize - metadata)
            + Math.Max(0, allocation.PieceCacheFileSize - cache);
        if ((ulong)needed > available)
        {
            FarmException.Throw(
                FarmError.DoesNotFit,
                $"A farm of {ByteSize.FormatExact(space)} in {_directory} needs {ByteSize.FormatExact((ulong)needed)} more, and its disk has "
                + $"{ByteSize.FormatExact(available)} free. {FarmSizing.WhatFits(own + available, pieces, options.CachePercentage)}");
        }

        return allocation;
    }

    private void MakeDirectory()
    {
        string? missing = null;
        for (string? path = Path.GetFullPath(_directory); path is not null && !Directory.Exists(path); path = Path.GetDirectoryName(path))
        {
            missing = path;
        }

        Directory.CreateDirectory(_directory);
        if (missing is not null)
        {
            _undo.Push(() => RemoveEmptyDirectories(missing));
        }
    }

    private void RemoveEmptyDirectories(string topmost)
    {
        for (string path = Path.GetFullPath(_directory); path.Length >= topmost.Length && !Directory.EnumerateFileSystemEntries(path).Any();)
        {
            Directory.Delete(path);
            path = Path.GetDirectoryName(path)!;
        }
    }

    private MetadataFile OpenMetadata(FarmAllocation allocation, out int sectorCount)
    {
        DirectIoFile file = OpenFile(FarmFiles.Metadata);
        MetadataFile metadata = Opened(new MetadataFile(file));
        bool isNew = file.Length == 0;
        sectorCount = 0;
        if (!isNew)
        {
            sectorCount = metadata.ReadHeader();
            if (sectorCount > allocation.SectorCount)
            {
                // First the header and then the cut, so that the header never promises records that are gone.
                sectorCount = allocation.SectorCount;
                metadata.WriteHeader(sectorCount);
                metadata.Flush();
            }
        }

        Resize(file, allocation.MetadataFileSize);
        if (isNew)
        {
            metadata.WriteHeader(0);
            metadata.Flush();
        }

        return metadata;
    }

    private SectorMetadata?[] ReadSectors(FarmAllocation allocation, MetadataFile metadata, int sectorCount, long oldPlotSize)
    {
        SectorMetadata?[] sectors = new SectorMetadata?[allocation.SectorCount];
        string?[] problems = new string?[sectorCount];
        long sectorSize = SectorLayout.SectorSize(allocation.PiecesInSector);
        Parallel.For(
            0,
            sectorCount,
            new ParallelOptions { CancellationToken = cancellationToken },
            () => new byte[SectorMetadata.EncodedSize],
            (index, _, scratch) =>
            {
                RecordState state = metadata.ReadRecord(index, allocation.PiecesInSector, scratch, out sectors[index], out string? problem);
                if (state == RecordState.Plotted && (index + 1) * sectorSize > oldPlotSize)
                {
                    sectors[index] = null;
                    problem = $"{Path.Combine(_directory, FarmFiles.Plot)} ended at byte {oldPlotSize}, before the end of the sector";
                }

                problems[index] = state == RecordState.SetAside ? "it was set aside before and has not been plotted again" : problem;
                if (state != RecordState.SetAside && problem is not null)
                {
                    metadata.WriteSetAside(new SectorIndex((ushort)index), allocation.PiecesInSector);
                }

                return scratch;
            },
            _ => { });
        for (int i = 0; i < sectorCount; i++)
        {
            if (problems[i] is { } problem)
            {
                _setAside.Add(new SetAsideSector(new SectorIndex((ushort)i), problem));
            }
        }

        if (_setAside.Count > 0)
        {
            metadata.Flush();
        }

        return sectors;
    }

    private PieceCacheFile? OpenPieceCache(FarmAllocation allocation)
    {
        string path = Path.Combine(_directory, FarmFiles.PieceCache);
        if (allocation.PieceCacheCapacity == 0)
        {
            // Its space now belongs to the sectors.
            File.Delete(path);
            return null;
        }

        DirectIoFile file = OpenFile(FarmFiles.PieceCache);
        PieceCacheFile cache = Opened(new PieceCacheFile(file, allocation.PieceCacheCapacity));
        Resize(file, allocation.PieceCacheFileSize);
        return cache;
    }

    private DirectIoFile OpenFile(string name)
    {
        string path = Path.Combine(_directory, name);
        bool isNew = !File.Exists(path);
        DirectIoFile file = DirectIoFile.OpenOrCreate(path, options.DirectIo);
        if (isNew)
        {
            _undo.Push(() => File.Delete(path));
        }

        return file;
    }

    private void Resize(DirectIoFile file, long length)
    {
        long before = file.Length;
        if (before == length)
        {
            return;
        }

        try
        {
            FilePreallocation.Resize(file, length, options.Progress, cancellationToken);
        }
        catch (IOException exception)
        {
            bool isFull = exception.HResult is LibC.ErrorNoSpace or LibC.ErrorQuota;
            throw new FarmException(
                isFull ? FarmError.DiskFull : FarmError.Io,
                isFull
                    ? $"The disk is full: {file.Path} needs {ByteSize.FormatExact((ulong)length)}, has {ByteSize.FormatExact((ulong)before)}, and "
                        + $"{ByteSize.FormatExact(DiskSpace.Available(_directory))} are free. Nothing was changed. Make room, or give the farm a smaller size."
                    : $"{file.Path} cannot be given its {ByteSize.FormatExact((ulong)length)}: {exception.Message}",
                exception);
        }

        if (before < length)
        {
            _undo.Push(() =>
            {
                if (File.Exists(file.Path))
                {
                    using DirectIoFile again = DirectIoFile.OpenExisting(file.Path, writable: true, direct: false);
                    again.SetLength(before);
                }
            });
        }
    }

    private T Opened<T>(T resource)
        where T : IDisposable
    {
        _opened.Push(resource);
        return resource;
    }

    private T Made<T>(T result, string name)
    {
        string path = Path.Combine(_directory, name);
        _undo.Push(() => File.Delete(path));
        return result;
    }

    private void Undo()
    {
        // The lock was opened first and is given back last.
        while (_opened.Count > 1)
        {
            _opened.Pop().Dispose();
        }

        while (_undo.TryPop(out Action? step))
        {
            try
            {
                step();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The first failure is what the caller must hear of; a disk that also refuses to remove files is part of it.
            }
        }

        if (_opened.TryPop(out IDisposable? last))
        {
            last.Dispose();
        }
    }
}
