using System.Globalization;

namespace Autonomys.Farming.Farms.Space;

/// <summary>From the size that was asked to the bytes that a farm is given, and what to say when they are not there.</summary>
public static class FarmSizing
{
    /// <summary>Bytes for a farm.</summary>
    /// <param name="size">What was asked.</param>
    /// <param name="piecesInSector">Pieces in each of its sectors.</param>
    /// <param name="cachePercentage">Share for cached pieces.</param>
    /// <param name="current">What the farm has been given before; null for a new one.</param>
    /// <param name="ownBytes">Bytes that its files take already.</param>
    /// <param name="available">Bytes that are free on its disk.</param>
    /// <remarks>
    /// A share of the disk never cuts a farm, and leaves it alone unless another sector fits: otherwise a log file that has grown
    /// would cost plotted sectors at the next start.
    /// </remarks>
    public static ulong Resolve(FarmSize size, ushort piecesInSector, int cachePercentage, ulong? current, ulong ownBytes, ulong available)
    {
        ArgumentNullException.ThrowIfNull(size);
        switch (size)
        {
            case FarmSize.Exact exact:
                return exact.Bytes;
            case FarmSize.ForSectors sectors:
                return current is { } given && FarmAllocation.CountSectors(given, piecesInSector, cachePercentage) == (ulong)sectors.Count
                    ? given
                    : FarmAllocation.SpaceForSectors(sectors.Count, piecesInSector, cachePercentage);
            case FarmSize.ShareOfDisk share:
                ulong possible = ownBytes + available;
                ulong asked = Math.Min((ulong)(possible * (share.Percent / 100)), possible - DiskSpace.Headroom(possible));
                asked = Math.Min(asked, FarmAllocation.LargestSpace(piecesInSector, cachePercentage));
                return current is { } before
                    && FarmAllocation.CountSectors(asked, piecesInSector, cachePercentage)
                        <= FarmAllocation.CountSectors(before, piecesInSector, cachePercentage)
                    ? before
                    : asked;
            default:
                throw new ArgumentException($"Unknown size {size}.", nameof(size));
        }
    }

    /// <summary>One sentence: how many sectors would fit into so many bytes, and what to ask for.</summary>
    public static string WhatFits(ulong space, ushort piecesInSector, int cachePercentage)
    {
        ulong usable = space - DiskSpace.Headroom(space);
        ulong sectors = Math.Min(FarmAllocation.CountSectors(usable, piecesInSector, cachePercentage), FarmAllocation.MaxSectors);
        return sectors == 0
            ? $"Not one sector of {piecesInSector} pieces fits: that takes {ByteSize.FormatExact(FarmAllocation.SpaceForSectors(1, piecesInSector, cachePercentage))}."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"What fits is sectors={sectors} (size={FarmAllocation.SpaceForSectors((int)sectors, piecesInSector, cachePercentage)}), or size=max.");
    }
}
