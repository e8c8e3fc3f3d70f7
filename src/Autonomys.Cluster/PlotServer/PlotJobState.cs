using Autonomys.Cluster.Bus;

namespace Autonomys.Cluster.PlotServer;

/// <summary>How far a job is.</summary>
public enum PlotJobStage
{
    /// <summary>Written by the farm, before the job is put into the queue.</summary>
    Queued,

    /// <summary>A plot-server works on it.</summary>
    Plotting,

    /// <summary>The sector lies at a plot-server until the farm says that it has it.</summary>
    Finished,
}

/// <summary>A job as all see it; it is removed when the farm has the sector.</summary>
/// <param name="Job">The job.</param>
/// <param name="Stage">How far it is.</param>
public sealed record PlotJobState(PlotJob Job, PlotJobStage Stage) : ClusterMessage
{
    /// <summary>The plot-server that works on it or has the sector.</summary>
    public string? Server { get; init; }

    /// <summary>What it does, and the share done, 0 to 1.</summary>
    public string? Activity { get; init; }

    public double? Share { get; init; }

    /// <summary>BLAKE3 of the whole finished sector, in hexadecimal.</summary>
    public string? SectorHash { get; init; }

    /// <summary>What went wrong last; the server tries again.</summary>
    public string? Problem { get; init; }
}
