using Autonomys.Cluster.History;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.Plotting;

/// <summary>Which sector of a farm is plotted next.</summary>
/// <remarks>
/// Sectors without content first, in order, because the plotted ones are counted from the start of the plot. Then those that expire
/// with the next segment or have expired, the earliest first (protocol.md 4.2, reference schedule).
/// </remarks>
public static class SectorSchedule
{
    /// <summary>What to plot, and whether it replaces a sector that had content.</summary>
    public readonly record struct Next(SectorIndex SectorIndex, bool Replotting);

    /// <summary>The next sector, or null when nothing is to be done until the history grows.</summary>
    /// <param name="sectors">What the farm holds.</param>
    /// <param name="sectorCount">What it can hold.</param>
    /// <param name="publicKey">The farm's key.</param>
    /// <param name="headers">The history.</param>
    /// <param name="minSectorLifetime">The chain's constant.</param>
    /// <param name="inWork">Sectors that are being plotted already, by index.</param>
    public static Next? Choose(
        IReadOnlyList<SectorMetadata?> sectors,
        int sectorCount,
        PublicKey publicKey,
        SegmentHeaders headers,
        HistorySize minSectorLifetime,
        IReadOnlySet<int> inWork)
    {
        for (int i = 0; i < sectorCount; i++)
        {
            if ((i >= sectors.Count || sectors[i] is null) && !inWork.Contains(i))
            {
                return new Next(new SectorIndex((ushort)i), Replotting: i < sectors.Count);
            }
        }

        if (headers.HistorySize is not { } current)
        {
            return null;
        }

        (ulong Expires, int Index)? earliest = null;
        for (int i = 0; i < Math.Min(sectorCount, sectors.Count); i++)
        {
            if (sectors[i] is { } sector
                && !inWork.Contains(i)
                && ExpirationOf(sector, publicKey, headers, minSectorLifetime) is { } expires
                && expires.Value <= current.Value + 1
                && (earliest is null || expires.Value < earliest.Value.Expires))
            {
                earliest = (expires.Value, i);
            }
        }

        return earliest is { } found ? new Next(new SectorIndex((ushort)found.Index), Replotting: true) : null;
    }

    /// <summary>History size at which the sector expires; null while the segment that decides it is not archived.</summary>
    public static HistorySize? ExpirationOf(SectorMetadata sector, PublicKey publicKey, SegmentHeaders headers, HistorySize minSectorLifetime)
    {
        // The segment that completes the minimal lifetime decides; history size h ends with segment index h − 1.
        SegmentIndex decisive = new(sector.HistorySize.Value + minSectorLifetime.Value - 1);
        if (headers.CommitmentOf(decisive) is not { } commitment)
        {
            return null;
        }

        SectorId sectorId = SectorId.Derive(publicKey.Hash(), sector.SectorIndex, sector.HistorySize);
        return sectorId.DeriveExpirationHistorySize(sector.HistorySize, commitment, minSectorLifetime);
    }
}
