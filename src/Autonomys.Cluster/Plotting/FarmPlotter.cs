using System.Diagnostics;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Farms;
using Autonomys.Cluster.History;
using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.Plotting;

/// <summary>Keeps one farm plotted: sectors without content, sectors set aside, and sectors that expire as the history grows.</summary>
/// <param name="farm">The farm.</param>
/// <param name="plotter">Shared by all farms of the machine.</param>
/// <param name="turns">Sectors in memory at once on this machine.</param>
/// <param name="headers">The history that sectors are plotted from.</param>
/// <param name="protocolInfo">The chain's parameters; its history size is replaced by the one that is complete here.</param>
/// <param name="availableHistory">Number of leading segments whose pieces can be had now.</param>
/// <param name="events">Where progress goes.</param>
public sealed class FarmPlotter(
    IFarm farm,
    SectorPlotter plotter,
    SemaphoreSlim turns,
    SegmentHeaders headers,
    FarmerProtocolInfo protocolInfo,
    Func<HistorySize?> availableHistory,
    IFarmerEvents events)
{
    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan HistoryPollInterval = TimeSpan.FromSeconds(1);

    /// <summary>Plots until cancelled. A failed sector is tried again after a pause; nothing else stops it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan retryDelay = FirstRetryDelay;
        while (true)
        {
            HistorySize history = await WaitForHistoryAsync(cancellationToken).ConfigureAwait(false);
            HistorySize lifetime = new(protocolInfo.MinSectorLifetime);
            if (SectorSchedule.Choose(farm.Sectors, farm.SectorCount, farm.PublicKey, headers, lifetime) is not { } next)
            {
                await WaitForWorkAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            try
            {
                await PlotAsync(next, history, cancellationToken).ConfigureAwait(false);
                retryDelay = FirstRetryDelay;
            }
            catch (Exception exception) when (exception is PlottingException or IOException or UnauthorizedAccessException)
            {
                events.Report(new SectorPlottingFailed(farm.Name, next.SectorIndex.Value, exception.Message, retryDelay.TotalSeconds));
                await Task.Delay(retryDelay, cancellationToken).ConfigureAwait(false);
                retryDelay = retryDelay * 2 < LongestRetryDelay ? retryDelay * 2 : LongestRetryDelay;
            }
        }
    }

    private async Task PlotAsync(SectorSchedule.Next next, HistorySize history, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            long started = Stopwatch.GetTimestamp();
            int sector = next.SectorIndex.Value;
            double share = (double)farm.Sectors.Count(metadata => metadata is not null) / Math.Max(1, farm.SectorCount);
            events.Report(new SectorPlotting(farm.Name, sector, "start", share, next.Replotting));
            using EncodedSector encoded = await plotter.PlotAsync(
                farm.PublicKey,
                next.SectorIndex,
                farm.PiecesInSector,
                protocolInfo with { HistorySize = history },
                new ProgressEvents(farm.Name, next.Replotting, events),
                cancellationToken).ConfigureAwait(false);
            events.Report(new SectorPlotting(farm.Name, sector, "writing", 1, next.Replotting));
            await farm.CommitAsync(encoded, cancellationToken).ConfigureAwait(false);
            events.Report(new SectorPlotted(
                farm.Name,
                sector,
                farm.Sectors.Count(metadata => metadata is not null),
                farm.SectorCount,
                Stopwatch.GetElapsedTime(started).TotalSeconds,
                next.Replotting));
        }
        finally
        {
            turns.Release();
        }
    }

    private async Task<HistorySize> WaitForHistoryAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (availableHistory() is { Value: > 0 } history)
            {
                return history;
            }

            await Task.Delay(HistoryPollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WaitForWorkAsync(CancellationToken cancellationToken)
    {
        HistorySize known = headers.HistorySize ?? default;
        using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task grown = headers.WaitForMoreThanAsync(known, waiting.Token);
        Task setAside = farm.WaitForSetAsideAsync(waiting.Token);
        await Task.WhenAny(grown, setAside).ConfigureAwait(false);
        await waiting.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private sealed class ProgressEvents(string farm, bool replotting, IFarmerEvents events) : IProgress<PlottingProgress>
    {
        public void Report(PlottingProgress value)
        {
            string stage = value.Stage switch
            {
                PlottingStage.Downloading or PlottingStage.Downloaded => "downloading",
                PlottingStage.WaitingForPieces => "waiting for pieces",
                _ => "encoding",
            };
            events.Report(new SectorPlotting(farm, value.SectorIndex.Value, stage, (double)value.Done / Math.Max(1, value.Total), replotting));
            if (value.Stage == PlottingStage.WaitingForPieces)
            {
                events.Report(new Warning($"{farm}: sector {value.SectorIndex} waits for pieces: {value.Detail}"));
            }
        }
    }
}
