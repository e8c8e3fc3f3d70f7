using System.Globalization;
using Autonomys.Farming.Farms.Caching;
using Autonomys.Farming.Farms.Files;
using Autonomys.Farming.Sectors;

namespace Autonomys.Farming.Farms.Space;

/// <summary>How the space of a farm is divided among its files.</summary>
/// <remarks>
/// The arithmetic, down to the order of its integer divisions, is that of the network's own farmer, so that opening a farm with
/// either program leaves the files at the same sizes: fixed overheads first, of the rest (100 − cache percentage) percent for
/// whole sectors with their metadata, and what then is left for cached pieces.
/// </remarks>
/// <param name="AllocatedSpace">What the farm was given, in bytes.</param>
/// <param name="PiecesInSector">Pieces in each sector.</param>
/// <param name="CachePercentage">Share for cached pieces, 0 to 99.</param>
/// <param name="SectorCount">Sectors that fit, 1 to <see cref="MaxSectors"/>.</param>
/// <param name="PlotFileSize">Bytes of plot.bin, a multiple of 4,096.</param>
/// <param name="MetadataFileSize">Bytes of metadata.bin, a multiple of 4,096.</param>
/// <param name="PieceCacheCapacity">Pieces that piece_cache.bin holds; with 0 there is no such file.</param>
public sealed record FarmAllocation(
    ulong AllocatedSpace,
    ushort PiecesInSector,
    int CachePercentage,
    int SectorCount,
    long PlotFileSize,
    long MetadataFileSize,
    uint PieceCacheCapacity)
{
    /// <summary>Share of the space for cached pieces when nothing else is asked, in percent.</summary>
    public const int DefaultCachePercentage = 1;

    /// <summary>A sector index has 16 bits and its largest value is kept free.</summary>
    public const int MaxSectors = ushort.MaxValue - 1;

    /// <summary>Part of the metadata file before the first record.</summary>
    public const int ReservedMetadata = 1024 * 1024;

    private const int ReservedInfo = 1024 * 1024;

    // Two copies of: u64 timestamp, a two-byte compact count, 100 peers of 4,806 bytes, a 32-byte checksum. A peer is its
    // 35-byte encoded id, a one-byte compact count and 30 addresses of 150 bytes with a 9-byte optional time.
    private const int KnownAddressesSize = 2 * (8 + 2 + (100 * (35 + 1 + (30 * (150 + 9)))) + 32);

    /// <summary>Space that every farm takes, however large its plot: 3,058,469 bytes.</summary>
    public const ulong FixedSpace = ReservedMetadata + ReservedInfo + FarmIdentity.FileSize + KnownAddressesSize;

    /// <summary>Bytes of piece_cache.bin, a multiple of 4,096.</summary>
    public long PieceCacheFileSize => DirectIoFile.AlignUp(PieceCacheCapacity * (long)PieceCacheElement.Size);

    /// <summary>Bytes of the files that hold plot, metadata and cached pieces.</summary>
    public long TotalFileSize => PlotFileSize + MetadataFileSize + PieceCacheFileSize;

    /// <summary>Divides <paramref name="allocatedSpace"/> bytes.</summary>
    /// <exception cref="FarmException">Not one sector fits, or more than <see cref="MaxSectors"/> do.</exception>
    public static FarmAllocation For(ulong allocatedSpace, ushort piecesInSector, int cachePercentage)
    {
        CheckArguments(piecesInSector, cachePercentage);
        ulong sectorSize = (ulong)SectorLayout.SectorSize(piecesInSector);
        ulong sectorCount = CountSectors(allocatedSpace, piecesInSector, cachePercentage);
        if (sectorCount == 0)
        {
            FarmException.Throw(
                FarmError.DoesNotFit,
                $"{ByteSize.FormatExact(allocatedSpace)} do not hold one sector of {piecesInSector} pieces: a farm with one sector needs "
                + $"at least {ByteSize.FormatExact(SpaceForSectors(1, piecesInSector, cachePercentage))}.");
        }

        if (sectorCount > MaxSectors)
        {
            FarmException.Throw(
                FarmError.DoesNotFit,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ByteSize.FormatExact(allocatedSpace)} would be {sectorCount:N0} sectors of {piecesInSector} pieces, and a farm has at most "
                    + $"{MaxSectors:N0}: give it at most {ByteSize.FormatExact(LargestSpace(piecesInSector, cachePercentage))} and make more farms."));
        }

        ulong plotFileSize = AlignUp(sectorCount * sectorSize);
        ulong capacity = 0;
        if (cachePercentage > 0)
        {
            ulong cacheSpace = allocatedSpace - FixedSpace - plotFileSize - (SectorMetadata.EncodedSize * sectorCount);
            capacity = cacheSpace / PieceCacheElement.Size;
        }

        return new FarmAllocation(
            allocatedSpace,
            piecesInSector,
            cachePercentage,
            (int)sectorCount,
            (long)plotFileSize,
            (long)AlignUp(ReservedMetadata + (SectorMetadata.EncodedSize * sectorCount)),
            (uint)capacity);
    }

    /// <summary>The smallest space that holds <paramref name="sectors"/> sectors (1 to <see cref="MaxSectors"/>).</summary>
    public static ulong SpaceForSectors(int sectors, ushort piecesInSector, int cachePercentage)
    {
        CheckArguments(piecesInSector, cachePercentage);
        ArgumentOutOfRangeException.ThrowIfLessThan(sectors, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sectors, MaxSectors);
        ulong perSector = (ulong)SectorLayout.SectorSize(piecesInSector) + SectorMetadata.EncodedSize;
        ulong share = (ulong)(100 - cachePercentage);
        ulong plotSpace = ((ulong)sectors * perSector) + DirectIoFile.Alignment;
        return FixedSpace + ((plotSpace + share - 1) / share * 100);
    }

    /// <summary>The largest space a single farm can use, in bytes.</summary>
    public static ulong LargestSpace(ushort piecesInSector, int cachePercentage)
    {
        CheckArguments(piecesInSector, cachePercentage);
        ulong perSector = (ulong)SectorLayout.SectorSize(piecesInSector) + SectorMetadata.EncodedSize;
        ulong share = (ulong)(100 - cachePercentage);
        ulong plotSpace = ((MaxSectors + 1) * perSector) + DirectIoFile.Alignment;
        return FixedSpace + ((plotSpace + share - 1) / share * 100) - 1;
    }

    /// <summary>Sectors that fit <paramref name="allocatedSpace"/> bytes, without the limit of a farm.</summary>
    internal static ulong CountSectors(ulong allocatedSpace, ushort piecesInSector, int cachePercentage)
    {
        ulong perSector = (ulong)SectorLayout.SectorSize(piecesInSector) + SectorMetadata.EncodedSize;
        ulong free = allocatedSpace > FixedSpace ? allocatedSpace - FixedSpace : 0;
        ulong plottable = free / 100 * (ulong)(100 - cachePercentage);
        return plottable < DirectIoFile.Alignment ? 0 : (plottable - DirectIoFile.Alignment) / perSector;
    }

    private static ulong AlignUp(ulong size) => (ulong)DirectIoFile.AlignUp((long)size);

    private static void CheckArguments(ushort piecesInSector, int cachePercentage)
    {
        ArgumentOutOfRangeException.ThrowIfZero(piecesInSector);
        if (cachePercentage is < 0 or > 99)
        {
            FarmException.Throw(FarmError.InvalidArgument, $"The cache percentage must be 0 to 99, not {cachePercentage}.");
        }
    }
}
