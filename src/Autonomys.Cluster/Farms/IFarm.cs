using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Cluster.Farms;

/// <summary>A farm as the flows see it: sectors that are read while others are replaced. Safe for concurrent use.</summary>
public interface IFarm
{
    /// <summary>Short name for messages: `farm 0`.</summary>
    string Name { get; }

    string Directory { get; }

    PublicKey PublicKey { get; }

    ushort PiecesInSector { get; }

    /// <summary>Sectors that fit the allocated space.</summary>
    int SectorCount { get; }

    /// <summary>Per sector that has been plotted its metadata; null where it is missing, damaged or being replaced.</summary>
    IReadOnlyList<SectorMetadata?> Sectors { get; }

    /// <summary>Bytes of the sectors that <see cref="Sectors"/> lists, each at its index times the size of a sector.</summary>
    ISectorReader Plot { get; }

    /// <summary>Puts a sector in its place: when this returns, it survives a crash.</summary>
    /// <param name="metadata">The sector's metadata.</param>
    /// <param name="write">Writes the sector's bytes in order; when it throws, the sector is plotted again.</param>
    /// <param name="cancellationToken">Gives up; the sector is plotted again.</param>
    /// <exception cref="IOException">The disk is full or failed; the sector is not listed, and is plotted again.</exception>
    Task CommitAsync(SectorMetadata metadata, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);

    /// <summary>Takes a sector that cannot be used out of the farm, so that it is plotted again; remembered over a restart.</summary>
    /// <param name="sector">What was read; when another sector has taken its place meanwhile, nothing happens.</param>
    /// <param name="reason">What was found.</param>
    /// <returns>Whether it was set aside.</returns>
    bool SetAside(SectorMetadata sector, string reason);

    /// <summary>Ends when a sector was set aside since the call.</summary>
    Task WaitForSetAsideAsync(CancellationToken cancellationToken);

    /// <summary>How its disk is best read for a proof.</summary>
    RecordReadMode ReadMode { get; }

    RewardSignature SignReward(Bytes32 hash);
}
