using System.Diagnostics;
using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Events;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Sectors;
using Autonomys.Messaging;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Cluster.PlotServer;

/// <summary>Plots one job after the other; several may run.</summary>
internal sealed class JobWorker(
    PlotServerOptions options,
    int sectorConcurrency,
    string id,
    ClusterContext context,
    FinishedSectors finished,
    JobBoard board,
    SectorPlotter plotter,
    FarmerProtocolInfo protocolInfo,
    PlotServerComponent.Progress progress)
{
    private static readonly TimeSpan QueueWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ExtendInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ProblemDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SpaceWait = TimeSpan.FromSeconds(2);

    private string? _reasonTold;

    /// <summary>Tells of sectors that an earlier run finished; those that nobody waits for are removed.</summary>
    public async Task AnnounceFinishedAsync(CancellationToken cancellationToken)
    {
        foreach (PlotJobState state in finished.All)
        {
            await AnnounceAsync(state, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Tells the farm that its sector lies here, whatever was told before: the first who finishes it wins, and another who is still at it
    /// stops. False when nobody waits for it or another has finished it; then it is removed here.
    /// </summary>
    private async Task<bool> AnnounceAsync(PlotJobState state, CancellationToken cancellationToken)
    {
        while (true)
        {
            (PlotJobState State, ulong Revision)? found;
            try
            {
                found = await board.FindAsync(state.Job.Id, cancellationToken).ConfigureAwait(false);
            }
            catch (UnreadableJobException exception)
            {
                context.Events.Report(new Warning($"Finished sector {state.Job.SectorIndex} is kept for later: {exception.Message}"));
                return false;
            }

            if (found is not { } known
                || (known.State.Stage == PlotJobStage.Finished && known.State.Server != id))
            {
                finished.Remove(state.Job.Id);
                return false;
            }

            // An answer that was lost on its way is found as a state that is told already. A newer attempt asks for the same bytes.
            if (known.State.Stage == PlotJobStage.Finished
                || await board.TryUpdateAsync(state with { Job = known.State.Job, Server = id }, known.Revision, cancellationToken)
                    .ConfigureAwait(false) is not null)
            {
                return true;
            }
        }
    }

    /// <summary>Works until cancelled, or the bus fails.</summary>
    public async Task WorkAsync(CancellationToken cancellationToken)
    {
        IWorkQueue queue = await context.Bus.OpenWorkQueueAsync(PlotJob.Queue, PlotJob.Patience, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            if (WhyNot() is { } reason)
            {
                if (Interlocked.Exchange(ref _reasonTold, reason) != reason)
                {
                    context.Events.Report(new Warning(reason));
                }

                await Task.Delay(SpaceWait, cancellationToken).ConfigureAwait(false);
            }
            else if (await queue.DequeueAsync(QueueWait, cancellationToken).ConfigureAwait(false) is { } item)
            {
                await TakeAsync(item, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task TakeAsync(IWorkItem item, CancellationToken cancellationToken)
    {
        PlotJob? job = ClusterJson.TryDecode<PlotJob>(item.Body.Span, out string? why);
        if (job is null)
        {
            // Perhaps a newer server understands it.
            context.Events.Report(new MessageSkipped("queue." + PlotJob.Queue, why ?? ""));
            await item.ReleaseAsync(ProblemDelay, cancellationToken).ConfigureAwait(false);
            return;
        }

        (PlotJobState State, ulong Revision)? found;
        try
        {
            found = await board.FindAsync(job.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (UnreadableJobException exception)
        {
            context.Events.Report(new Warning($"A plot job was passed over: {exception.Message}"));
            await item.ReleaseAsync(ProblemDelay, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (found is not { } known || known.State.Job.Attempt != job.Attempt || known.State.Stage == PlotJobStage.Finished)
        {
            // The farm has it, has asked anew, or somebody has finished it.
            await item.CompleteAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        PlotJobState? lies = finished.Find(job.Id);
        if (lies is not null && lies.Job.Attempt < job.Attempt)
        {
            // The farm asks anew although it was told of this one: it is of no use.
            finished.Remove(job.Id);
        }
        else if (lies is not null)
        {
            // Made before, and not told of: the bus was away.
            await AnnounceAsync(lies, cancellationToken).ConfigureAwait(false);
            await item.CompleteAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        PlotJobState mine = new(job, PlotJobStage.Plotting) { Server = id, Activity = "starting", Share = 0 };
        if (await board.TryUpdateAsync(mine, known.Revision, cancellationToken).ConfigureAwait(false) is not { } revision)
        {
            await item.ReleaseAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            return;
        }

        progress.Begin();
        bool done = false;
        try
        {
            done = await PlotAsync(item, job, revision, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            progress.End(done);
        }
    }

    /// <summary>Plots while the item is kept from others, and its state is told.</summary>
    private async Task<bool> PlotAsync(IWorkItem item, PlotJob job, ulong revision, CancellationToken cancellationToken)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        StageWatch watch = new();
        Task<ulong?> keeping = KeepAsync(item, job, revision, watch, ended);
        ulong? kept = null;
        string? problem = null;
        try
        {
            long started = Stopwatch.GetTimestamp();
            using EncodedSector sector = await plotter.PlotAsync(
                job.PublicKey,
                job.SectorIndex,
                job.PiecesInSector,
                protocolInfo with { HistorySize = job.HistorySize },
                watch,
                ended.Token).ConfigureAwait(false);
            watch.Set("storing", 1);
            await Task.Run(() => finished.Add(job, id, sector, ended.Token), ended.Token).ConfigureAwait(false);
            context.Events.Report(new SectorEncoded(
                job.PublicKey.ToString(), job.SectorIndex.Value, job.PiecesInSector, Stopwatch.GetElapsedTime(started).TotalSeconds));
        }
        catch (Exception exception) when (exception is PlottingException or IOException or UnauthorizedAccessException)
        {
            problem = exception.Message;
            context.Events.Report(new Warning($"Sector {job.SectorIndex} of {job.PublicKey} is tried again in {ProblemDelay.TotalSeconds:F0} s: {problem}"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Taken over by another server, or the farm no longer wants it.
            return false;
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            kept = await keeping.ConfigureAwait(false);
        }

        if (problem is not null)
        {
            if (kept is not { } last)
            {
                return false;
            }

            await board.TryUpdateAsync(
                new PlotJobState(job, PlotJobStage.Queued) { Server = id, Problem = problem }, last, cancellationToken).ConfigureAwait(false);
            await item.ReleaseAsync(ProblemDelay, cancellationToken).ConfigureAwait(false);
            return false;
        }

        // It survives a crash now, and is told of however long the bus is away: nobody shall make it again.
        bool announced = false;
        await BusExtensions.RepeatAsync(
            "Telling of a finished sector",
            async () =>
            {
                announced = finished.Find(job.Id) is { } lies && await AnnounceAsync(lies, cancellationToken).ConfigureAwait(false);
                await item.CompleteAsync(cancellationToken).ConfigureAwait(false);
            },
            context.Events,
            once: true,
            cancellationToken).ConfigureAwait(false);
        return announced;
    }

    /// <summary>Every few seconds: extends the item and tells how far the job is. Gives the last revision; null when the job was lost.</summary>
    private async Task<ulong?> KeepAsync(IWorkItem item, PlotJob job, ulong revision, StageWatch watch, CancellationTokenSource ended)
    {
        while (true)
        {
            await Task.Delay(ExtendInterval, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested)
            {
                return revision;
            }

            try
            {
                await item.ExtendAsync(CancellationToken.None).ConfigureAwait(false);
                (string activity, double share) = watch.Now;
                PlotJobState state = new(job, PlotJobStage.Plotting) { Server = id, Activity = activity, Share = share, Problem = watch.Problem };
                if ((await board.TryUpdateAsync(state, revision, CancellationToken.None).ConfigureAwait(false)
                    ?? await FindOwnAsync(job).ConfigureAwait(false)) is not { } next)
                {
                    await ended.CancelAsync().ConfigureAwait(false);
                    return null;
                }

                revision = next;
            }
            catch (Exception exception) when (exception is BusException or UnreadableJobException)
            {
                // The next turn tells more; until the servers are back nobody else takes the job either.
            }
        }
    }

    /// <summary>
    /// Revision of the state when it is still that of this server: the answer to the write before was lost, though the write was not.
    /// </summary>
    private async Task<ulong?> FindOwnAsync(PlotJob job) =>
        await board.FindAsync(job.Id, CancellationToken.None).ConfigureAwait(false) is { } known
        && known.State.Stage == PlotJobStage.Plotting && known.State.Server == id && known.State.Job.Attempt == job.Attempt
            ? known.Revision
            : null;

    /// <summary>Why no sector is begun now; null when one may be.</summary>
    private string? WhyNot()
    {
        if (finished.Count >= options.MaxFinishedSectors)
        {
            return $"{finished.Count} finished sectors wait for their farms in {options.BasePath}: no more are begun until some are fetched. Those of a farm that stays away go after {UnwantedSectors.PatienceWithFarm.TotalDays:F0} days.";
        }

        long needed = 2 * sectorConcurrency * SectorLayout.SectorSize(protocolInfo.MaxPiecesInSector);
        return new DriveInfo(Path.GetFullPath(options.BasePath)).AvailableFreeSpace > needed
            ? null
            : string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"The disk of {options.BasePath} has less than {needed / 1e9:F1} GB free: no more sectors are begun until it has. Free some, or choose another base path.");
    }

    /// <summary>How far a sector is, written by the plotter and read by who tells of it.</summary>
    private sealed class StageWatch : IProgress<PlottingProgress>
    {
        private (string Activity, double Share) _now = ("starting", 0);
        private string? _problem;
        private readonly Lock _lock = new();

        public (string Activity, double Share) Now
        {
            get
            {
                lock (_lock)
                {
                    return _now;
                }
            }
        }

        public string? Problem => Volatile.Read(ref _problem);

        public void Set(string activity, double share)
        {
            lock (_lock)
            {
                _now = (activity, share);
            }
        }

        public void Report(PlottingProgress value)
        {
            string activity = value.Stage switch
            {
                PlottingStage.Downloading or PlottingStage.Downloaded => "downloading",
                PlottingStage.WaitingForPieces => "waiting for pieces",
                _ => "encoding",
            };
            Volatile.Write(ref _problem, value.Stage == PlottingStage.WaitingForPieces ? value.Detail?.ToString() : null);
            Set(activity, (double)value.Done / Math.Max(1, value.Total));
        }
    }
}
