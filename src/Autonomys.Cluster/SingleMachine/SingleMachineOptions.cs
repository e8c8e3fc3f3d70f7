using Autonomys.Cluster.Farms;
using Autonomys.Farming.Plotting;

namespace Autonomys.Cluster.SingleMachine;

/// <summary>What one machine farms, and with how much of itself.</summary>
public sealed record SingleMachineOptions : FarmsOptions
{
    /// <summary>Directory for the pieces of the history; made when missing.</summary>
    public required string PieceCacheDirectory { get; init; }

    /// <summary>Records encoded at once, each with some 200 MiB for its tables. Default: one per core, at most 8.</summary>
    public int RecordEncodingConcurrency { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>Where records are encoded, and how urgently.</summary>
    public EncodingThreads EncodingThreads { get; init; } = new();

    /// <summary>Sectors in memory at once, over all farms. Default 1.</summary>
    public int SectorPlottingConcurrency { get; init; } = 1;

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public override void Validate()
    {
        base.Validate();
        Require(RecordEncodingConcurrency >= 1, $"At least one record must be encoded at a time, got {RecordEncodingConcurrency}.");
        Require(SectorPlottingConcurrency >= 1, $"At least one sector must be plotted at a time, got {SectorPlottingConcurrency}.");
    }
}
