using System.Diagnostics;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Farms;
using Autonomys.Cluster.History;
using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.Plotting;

/// <summary>Keeps one farm plotted: sectors without content, sectors set aside, and sectors that expire as the history grows.</summary>
/// <param name="farm">The farm.</param>
/// <param name="plotting">Makes the sectors.</param>
/// <param name="concurrency">Sectors of this farm in work at once.</param>
/// <param name="headers">The history that sectors are plotted from.</param>
/// <param name="minSectorLifetime">The chain's constant.</param>
/// <param name="availableHistory">Number of leading segments whose pieces can be had now.</param>
/// <param name="events">Where progress goes.</param>
public sealed class FarmPlotter(
    IFarm farm,
    ISectorPlotting plotting,
    int concurrency,
    SegmentHeaders headers,
    HistorySize minSectorLifetime,
    Func<HistorySize?> availableHistory,
    IFarmerEvents events)
{
    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HistoryPollInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, Task> _inWork = [];
    private TimeSpan _retryDelay = FirstRetryDelay;

    /// <summary>Plots until cancelled. A failed sector is tried again after a pause; nothing else stops it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (true)
            {
                HistorySize history = await WaitForHistoryAsync(cancellationToken).ConfigureAwait(false);
                while (_inWork.Count < concurrency && Choose() is { } next)
                {
                    _inWork[next.SectorIndex.Value] = Task.Run(() => PlotAsync(next, history, stop.Token), CancellationToken.None);
                }

                await WaitForChangeAsync(stop.Token).ConfigureAwait(false);
                foreach ((int sector, Task task) in _inWork.Where(entry => entry.Value.IsCompleted).ToArray())
                {
                    _inWork.Remove(sector);
                    await task.ConfigureAwait(false);
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(_inWork.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private SectorSchedule.Next? Choose() => SectorSchedule.Choose(
        farm.Sectors, farm.SectorCount, farm.PublicKey, headers, minSectorLifetime, _inWork.Keys.ToHashSet());

    private async Task PlotAsync(SectorSchedule.Next next, HistorySize history, CancellationToken cancellationToken)
    {
        int sector = next.SectorIndex.Value;
        long started = Stopwatch.GetTimestamp();
        try
        {
            await plotting.PlotAsync(
                farm, next.SectorIndex, history, new ProgressEvents(farm, next.Replotting, events), cancellationToken).ConfigureAwait(false);
            _retryDelay = FirstRetryDelay;
        }
        catch (Exception exception) when (exception is PlottingException or IOException or UnauthorizedAccessException)
        {
            TimeSpan delay = _retryDelay;
            _retryDelay = delay * 2 < LongestRetryDelay ? delay * 2 : LongestRetryDelay;
            events.Report(new SectorPlottingFailed(farm.Name, sector, exception.Message, delay.TotalSeconds));
            await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
            return;
        }

        events.Report(new SectorPlotted(
            farm.Name,
            sector,
            farm.Sectors.Count(metadata => metadata is not null),
            farm.SectorCount,
            Stopwatch.GetElapsedTime(started).TotalSeconds,
            next.Replotting));
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

    /// <summary>Until a sector is done, or there may be another one to begin.</summary>
    private async Task WaitForChangeAsync(CancellationToken cancellationToken)
    {
        HistorySize known = headers.HistorySize ?? default;
        using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task grown = headers.WaitForMoreThanAsync(known, waiting.Token);
        Task setAside = farm.WaitForSetAsideAsync(waiting.Token);
        await Task.WhenAny([grown, setAside, .. _inWork.Values]).ConfigureAwait(false);
        await waiting.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private sealed class ProgressEvents(IFarm farm, bool replotting, IFarmerEvents events) : IProgress<PlottingProgress>
    {
        private int _started;

        public void Report(PlottingProgress value)
        {
            int sector = value.SectorIndex.Value;
            if (Interlocked.Exchange(ref _started, 1) == 0)
            {
                double share = (double)farm.Sectors.Count(metadata => metadata is not null) / Math.Max(1, farm.SectorCount);
                events.Report(new SectorPlotting(farm.Name, sector, "start", share, replotting));
            }

            string stage = value.Stage switch
            {
                PlottingStage.Downloading or PlottingStage.Downloaded => "downloading",
                PlottingStage.WaitingForPieces => "waiting for pieces",
                PlottingStage.Writing => "writing",
                _ => "encoding",
            };
            events.Report(new SectorPlotting(farm.Name, sector, stage, (double)value.Done / Math.Max(1, value.Total), replotting));
            if (value.Stage == PlottingStage.WaitingForPieces)
            {
                events.Report(new Warning($"{farm.Name}: sector {sector} waits for pieces: {value.Detail}"));
            }
        }
    }
}
