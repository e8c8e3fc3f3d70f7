using Autonomys.Farming.Farms;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Cluster.Farms;

/// <summary>The farms of a process, and how they are opened and farmed.</summary>
public record FarmsOptions
{
    /// <summary>Who gets the rewards; null gives them to the key of the farm that won.</summary>
    public PublicKey? RewardAddress { get; init; }

    /// <summary>At least one farm.</summary>
    public required IReadOnlyList<FarmOptions> Farms { get; init; }

    /// <summary>Pieces in sectors of new farms; null takes what the chain allows. Existing farms keep theirs.</summary>
    public ushort? MaxPiecesInSector { get; init; }

    /// <summary>Share of each farm's space that is piece cache, 1 to 99 percent. Default 1.</summary>
    public int CachePercentage { get; init; } = 1;

    /// <summary>Threads that audit a farm and make a proof. Default: one per core, at most 32.</summary>
    public int FarmingThreads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 32);

    /// <summary>Whether farms that do not exist are made. Default true.</summary>
    public bool CreateFarms { get; init; } = true;

    /// <summary>Whether farms are locked against a second user. Default true.</summary>
    public bool LockFarms { get; init; } = true;

    /// <summary>Whether plots are read past the page cache. Default true; false where the file system cannot.</summary>
    public bool DirectIo { get; init; } = true;

    /// <summary>Whether the first farm that fails ends the process. Default false: the others go on.</summary>
    public bool ExitOnFarmError { get; init; }

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public virtual void Validate()
    {
        Require(Farms.Count > 0, "At least one farm is needed: path=DIR,size=100G.");
        Require(CachePercentage is >= 1 and <= 99, $"The cache percentage must be 1 to 99, got {CachePercentage}.");
        Require(FarmingThreads >= 1, $"At least one thread must farm, got {FarmingThreads}.");
        Require(MaxPiecesInSector is null or > 0, "A sector has at least one piece.");
        IGrouping<string, FarmOptions>? twice = Farms.GroupBy(farm => Path.GetFullPath(farm.Directory), StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1);
        Require(twice is null, $"The directory {twice?.Key} is given for two farms.");
    }

    protected static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message);
        }
    }
}
