namespace Autonomys.Cluster.Setup;

/// <summary>How the plot-servers of a machine run.</summary>
public sealed record PlotServerSettings
{
    /// <summary>Directory of their base paths: base-path-0, base-path-1, …</summary>
    public string BasePath { get; init; } = "/var/plot-server";

    /// <summary>Records encoded at once by each; null leaves it to the program.</summary>
    public int? RecordEncodingConcurrency { get; init; }

    /// <summary>Whether the sharded caches are read before the full one.</summary>
    public bool PriorityCache { get; init; } = true;

    /// <summary>On machines without GPUs, a plot-server for each list of CPUs; with none, one for all CPUs.</summary>
    public IReadOnlyList<CpuList> Cpus { get; init; } = [];
}
