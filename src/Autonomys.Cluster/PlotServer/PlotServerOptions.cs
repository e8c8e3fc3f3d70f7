using System.Net;
using Autonomys.Farming.Plotting;

namespace Autonomys.Cluster.PlotServer;

/// <summary>What a plot-server works with.</summary>
public sealed record PlotServerOptions
{
    /// <summary>Directory of finished sectors, made when missing.</summary>
    public required string BasePath { get; init; }

    /// <summary>Records encoded at once, each with some 200 MiB. Default: one per core, at most 8.</summary>
    public int RecordEncodingConcurrency { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>Where records are encoded, and how urgently.</summary>
    public EncodingThreads EncodingThreads { get; init; } = new();

    /// <summary>Sectors in memory at once: one is encoded while the next ones are downloaded. Null: as many as fit the memory, at most 4.</summary>
    public int? SectorConcurrency { get; init; }

    /// <summary>Finished sectors that may wait for their farms before no more are begun. Default 32.</summary>
    public int MaxFinishedSectors { get; init; } = 32;

    /// <summary>Whether pieces are read from the sharded caches before the full one.</summary>
    public bool PriorityCache { get; init; }

    /// <summary>Where the data plane listens.</summary>
    public required IPEndPoint ListenOn { get; init; }

    /// <summary>Address that peers reach it at, when that is another one: a forwarded port, a container. Default: where it listens.</summary>
    public IPEndPoint? Advertise { get; init; }

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (RecordEncodingConcurrency < 1 || SectorConcurrency < 1 || MaxFinishedSectors < 1)
        {
            throw new ArgumentException($"Options of the plot-server do not make sense: {this}.");
        }
    }
}
