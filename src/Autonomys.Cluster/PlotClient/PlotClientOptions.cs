using Autonomys.Cluster.Farms;

namespace Autonomys.Cluster.PlotClient;

/// <summary>What a plot-client farms.</summary>
public sealed record PlotClientOptions : FarmsOptions
{
    /// <summary>Sectors of one farm that the plot-servers work on at once. Default 4.</summary>
    public int SectorsInWorkPerFarm { get; init; } = 4;

    /// <summary>Time without a sign of life after which a plot-server's finished sector is plotted by another. Default 2 min.</summary>
    public TimeSpan ServerPatience { get; init; } = TimeSpan.FromMinutes(2);

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public override void Validate()
    {
        base.Validate();
        Require(SectorsInWorkPerFarm >= 1, $"At least one sector must be plotted at a time, got {SectorsInWorkPerFarm}.");
        Require(ServerPatience > TimeSpan.Zero, $"Plot-servers need some patience, got {ServerPatience}.");
    }
}
