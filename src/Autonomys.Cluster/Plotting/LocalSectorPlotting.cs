using Autonomys.Cluster.Farms;
using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.Plotting;

/// <summary>Plots on this machine.</summary>
/// <param name="plotter">Shared by all farms of the machine.</param>
/// <param name="turns">Sectors in memory at once on this machine.</param>
/// <param name="protocolInfo">The chain's parameters; their history size is replaced by the one asked for.</param>
public sealed class LocalSectorPlotting(SectorPlotter plotter, SemaphoreSlim turns, FarmerProtocolInfo protocolInfo) : ISectorPlotting
{
    public async Task PlotAsync(
        IFarm farm, SectorIndex sectorIndex, HistorySize history, IProgress<PlottingProgress> progress, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using EncodedSector encoded = await plotter.PlotAsync(
                farm.PublicKey, sectorIndex, farm.PiecesInSector, protocolInfo with { HistorySize = history }, progress, cancellationToken)
                .ConfigureAwait(false);
            progress.Report(new PlottingProgress(sectorIndex, PlottingStage.Writing, 1, 1, TimeSpan.Zero));
            await farm.CommitAsync(
                encoded.Metadata,
                (stream, token) =>
                {
                    encoded.WriteTo(stream, token);
                    return Task.CompletedTask;
                },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turns.Release();
        }
    }
}
