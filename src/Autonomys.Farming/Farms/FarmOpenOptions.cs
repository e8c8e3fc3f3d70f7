using Autonomys.Farming.Farms.Files;
using Autonomys.Farming.Farms.Space;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Farming.Farms;

/// <summary>How to open, and if need be make, a farm.</summary>
public sealed record FarmOpenOptions
{
    /// <summary>Where the farm is or will be.</summary>
    public required string Directory { get; init; }

    /// <summary>How large it is to be; another size than before grows or cuts it.</summary>
    public required FarmSize Size { get; init; }

    /// <summary>The chain; a farm made for another one is refused.</summary>
    public required Blake3Hash GenesisHash { get; init; }

    /// <summary>Most pieces in a sector that the chain allows; a farm with more is refused.</summary>
    public required ushort MaxPiecesInSector { get; init; }

    /// <summary>Pieces in the sectors of a new farm; null for as many as the chain allows. An existing farm keeps its number.</summary>
    public ushort? PiecesInSector { get; init; }

    /// <summary>Share of the space for cached pieces, in percent, 0 to 99.</summary>
    public int CachePercentage { get; init; } = FarmAllocation.DefaultCachePercentage;

    /// <summary>Whether to make a farm where there is none; false guards against a disk that is not mounted.</summary>
    public bool Create { get; init; } = true;

    /// <summary>For file systems that cannot lock: then nothing keeps two farmers from destroying each other's work.</summary>
    public bool DisableLocking { get; init; }

    /// <summary>Bypass the page cache where the file system can.</summary>
    public bool DirectIo { get; init; } = true;

    /// <summary>Told while files get their place on the disk.</summary>
    public IProgress<AllocationProgress>? Progress { get; init; }
}
