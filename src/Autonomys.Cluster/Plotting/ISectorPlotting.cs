using Autonomys.Cluster.Farms;
using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.Plotting;

/// <summary>Makes sectors and puts them into farms: on this machine, or by the cluster's plot-servers.</summary>
public interface ISectorPlotting
{
    /// <summary>When this returns, the sector is in the farm and survives a crash.</summary>
    /// <exception cref="PlottingException">It could not be made.</exception>
    /// <exception cref="IOException">It could not be fetched or written.</exception>
    Task PlotAsync(
        IFarm farm, SectorIndex sectorIndex, HistorySize history, IProgress<PlottingProgress> progress, CancellationToken cancellationToken);
}
