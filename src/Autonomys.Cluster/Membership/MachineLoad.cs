using System.Globalization;

namespace Autonomys.Cluster.Membership;

/// <summary>How busy a component's process and machine are.</summary>
/// <param name="Cores">Cores that the process may use.</param>
/// <param name="MemoryBytes">Memory that the process holds.</param>
/// <param name="MachineMemoryBytes">Memory that it may hold: the machine's, or the limit it runs under.</param>
/// <param name="LoadAverage">Threads of the whole machine that ran or wanted to, averaged over a minute; null where the system does not say.</param>
public sealed record MachineLoad(int Cores, long MemoryBytes, long MachineMemoryBytes, double? LoadAverage = null)
{
    private const string LoadFile = "/proc/loadavg";

    public static MachineLoad Read() => new(
        Environment.ProcessorCount,
        Environment.WorkingSet,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        File.Exists(LoadFile) ? ParseLoadAverage(File.ReadAllText(LoadFile)) : null);

    /// <summary>The first number of Linux's /proc/loadavg; null when it is none.</summary>
    internal static double? ParseLoadAverage(string text) =>
        double.TryParse(text.Split(' ', 2)[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double load) ? load : null;
}
