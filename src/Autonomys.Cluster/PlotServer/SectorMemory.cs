namespace Autonomys.Cluster.PlotServer;

/// <summary>How many sectors a plot-server may hold in memory.</summary>
internal static class SectorMemory
{
    /// <summary>More than this many are never downloaded ahead by default: they would only wait, and keep other plot-servers idle.</summary>
    public const int MostSectors = 4;

    /// <summary>Memory of one record encoder.</summary>
    private const long EncoderBytes = 200L << 20;

    /// <summary>Left to everything else in the process.</summary>
    private const long ReservedBytes = 1L << 30;

    /// <summary>Sectors that fit into <paramref name="availableBytes"/> beside the encoders: 1 to <see cref="MostSectors"/>.</summary>
    /// <param name="sectorBytes">Bytes of a sector.</param>
    /// <param name="encoders">Records encoded at once.</param>
    /// <param name="availableBytes">Memory that the process may take.</param>
    public static int Fitting(long sectorBytes, int encoders, long availableBytes) =>
        (int)Math.Clamp((availableBytes - ReservedBytes - (encoders * EncoderBytes)) / sectorBytes, 1, MostSectors);

    /// <summary>Memory that can be had now without swapping: the machine's, or what is left of the limit that the process runs under.</summary>
    public static long Available()
    {
        long limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet;
        return File.Exists(MemoryFile) && ParseAvailable(File.ReadLines(MemoryFile)) is { } available ? Math.Min(limit, available) : limit;
    }

    /// <summary>The line `MemAvailable: N kB` of Linux's /proc/meminfo, in bytes.</summary>
    internal static long? ParseAvailable(IEnumerable<string> lines) =>
        lines.FirstOrDefault(line => line.StartsWith(AvailableName, StringComparison.Ordinal)) is { } line
            && long.TryParse(line.AsSpan(AvailableName.Length).Trim().TrimEnd("kB").Trim(), out long kibibytes)
            ? kibibytes << 10 : null;

    private const string MemoryFile = "/proc/meminfo";
    private const string AvailableName = "MemAvailable:";
}
