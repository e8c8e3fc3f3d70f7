namespace Autonomys.Farming.Farms.Checks;

/// <summary>Part of a farm that a finding or a progress report is about.</summary>
public enum ScrubArea
{
    /// <summary>Header of metadata.bin.</summary>
    Header,

    /// <summary>Record of a sector in metadata.bin.</summary>
    Metadata,

    /// <summary>A sector in plot.bin.</summary>
    Sector,

    /// <summary>A slot of piece_cache.bin.</summary>
    CacheSlot,
}

/// <summary>Something wrong that was found.</summary>
/// <param name="Area">Where.</param>
/// <param name="Index">Sector or slot; for the header the number of sectors that remain.</param>
/// <param name="What">What is wrong.</param>
/// <param name="IsRepaired">Whether it has been put right: the sector will be plotted again, the slot is empty.</param>
public sealed record ScrubProblem(ScrubArea Area, long Index, string What, bool IsRepaired)
{
    public override string ToString()
    {
        string where = Area switch
        {
            ScrubArea.Header => "metadata header",
            ScrubArea.CacheSlot => $"cache slot {Index}",
            _ => $"sector {Index}",
        };
        return $"{where}: {What}{(IsRepaired ? " (repaired)" : "")}";
    }
}

/// <summary>How far a check has come.</summary>
public readonly record struct ScrubProgress(ScrubArea Area, long Done, long Total);

/// <summary>Result of a check.</summary>
/// <param name="SectorsChecked">Sectors whose metadata was read.</param>
/// <param name="SectorsSetAside">Sectors that were waiting to be plotted again before.</param>
/// <param name="CacheSlotsChecked">Slots of the piece cache that were read.</param>
/// <param name="CachedPieces">Slots with a good piece.</param>
/// <param name="Problems">What was found, in the order of sectors and slots.</param>
public sealed record ScrubReport(
    int SectorsChecked, int SectorsSetAside, long CacheSlotsChecked, long CachedPieces, IReadOnlyList<ScrubProblem> Problems)
{
    /// <summary>Nothing is wrong.</summary>
    public bool IsClean => Problems.Count == 0;
}
