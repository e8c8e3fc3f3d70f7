using System.Collections.Concurrent;
using System.Diagnostics;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Farms;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.PlotServer;
using Autonomys.Cluster.Plotting;
using Autonomys.Cluster.Transfer;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Sectors;
using Autonomys.Messaging;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.PlotClient;

/// <summary>Has sectors plotted by the cluster's plot-servers, and fetches them.</summary>
/// <remarks>
/// The job's state, in the cluster's bucket, is what a restarted client goes on from: a sector in work is waited for, a finished one
/// is fetched, and only what nobody has is asked for.
/// </remarks>
internal sealed class ClusterSectorPlotting(PlotClientOptions options, ClusterContext context, JobBoard board, JobWatch watch) : ISectorPlotting
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FreeTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(PublicKey Farm, SectorIndex Sector), PlotJob> _begun = new();
    private int _noServerTold;

    /// <summary>
    /// Takes over what an earlier run of this farm began: jobs in work are waited for, with the history that they were asked for with,
    /// and sectors that are in the farm already are freed.
    /// </summary>
    /// <exception cref="BusException">The jobs cannot be read.</exception>
    public async Task TakeOverAsync(IFarm farm, CancellationToken cancellationToken)
    {
        foreach (PlotJobState state in await board.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            PlotJob job = state.Job;
            if (job.PublicKey != farm.PublicKey)
            {
                continue;
            }

            SectorMetadata? present = job.SectorIndex.Value < farm.Sectors.Count ? farm.Sectors[job.SectorIndex.Value] : null;
            if (job.PiecesInSector != farm.PiecesInSector || job.SectorIndex.Value >= farm.SectorCount
                || (present is not null && present.HistorySize >= job.HistorySize))
            {
                string? endpoint = state.Server is null ? null : context.Members.Find(state.Server)?.Endpoint;
                await FreeAsync(job.Id, endpoint, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                _begun[(job.PublicKey, job.SectorIndex)] = job;
            }
        }
    }

    public async Task PlotAsync(
        IFarm farm, SectorIndex sectorIndex, HistorySize history, IProgress<PlottingProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            await PlotCoreAsync(farm, sectorIndex, history, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (BusException exception)
        {
            throw new IOException($"the cluster's messages fail: {exception.Message}", exception);
        }
    }

    private async Task PlotCoreAsync(
        IFarm farm, SectorIndex sectorIndex, HistorySize history, IProgress<PlottingProgress> progress, CancellationToken cancellationToken)
    {
        PlotJob job = _begun.TryRemove((farm.PublicKey, sectorIndex), out PlotJob? begun) && begun.HistorySize <= history
            ? begun
            : PlotJob.Create(farm.PublicKey, sectorIndex, history, farm.PiecesInSector);
        string id = job.Id;
        Task change = watch.NextChange(id);
        PlotJobState state = await AskAsync(job, cancellationToken).ConfigureAwait(false);
        long serverSeen = Stopwatch.GetTimestamp();
        string? problem = null;
        while (true)
        {
            Report(state, sectorIndex, progress, ref problem);
            MemberInfo? server = state.Server is null ? null : context.Members.Find(state.Server);
            if (server is not null || state.Stage != PlotJobStage.Finished)
            {
                serverSeen = Stopwatch.GetTimestamp();
            }

            if (state.Stage == PlotJobStage.Finished && server?.Endpoint is { } endpoint)
            {
                if (await TryFetchAsync(farm, state, endpoint, cancellationToken).ConfigureAwait(false))
                {
                    await FreeAsync(id, endpoint, cancellationToken).ConfigureAwait(false);
                    return;
                }

                state = await AskAgainAsync(state, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (Stopwatch.GetElapsedTime(serverSeen) > options.ServerPatience)
            {
                context.Events.Report(new Warning(
                    $"{farm.Name}: sector {sectorIndex} was finished by plot-server {state.Server}, which is gone: another one plots it."));
                state = await AskAgainAsync(state, cancellationToken).ConfigureAwait(false);
                serverSeen = Stopwatch.GetTimestamp();
                continue;
            }

            TellWhenNobodyPlots();

            // A change that is missed, while the servers of the bus are away, is found by looking.
            await Task.WhenAny(change, Task.Delay(LookInterval, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            change = watch.NextChange(id);
            state = (await board.FindAsync(id, cancellationToken).ConfigureAwait(false))?.State
                ?? await AskAsync(job, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Report(PlotJobState state, SectorIndex sectorIndex, IProgress<PlottingProgress> progress, ref string? problem)
    {
        const int Whole = 1000;
        PlottingStage stage = state.Stage == PlotJobStage.Finished ? PlottingStage.Writing
            : state.Activity == "downloading" || state.Activity is null ? PlottingStage.Downloading
            : PlottingStage.Encoding;
        if (state.Problem is { } told && told != problem)
        {
            progress.Report(new PlottingProgress(sectorIndex, PlottingStage.WaitingForPieces, 0, Whole, TimeSpan.Zero, told));
        }

        problem = state.Problem;
        progress.Report(new PlottingProgress(sectorIndex, stage, (int)(Whole * (state.Share ?? 0)), Whole, TimeSpan.Zero));
    }

    /// <summary>Finds the job, or puts it into the queue. What is in the queue is always in the bucket too.</summary>
    private async Task<PlotJobState> AskAsync(PlotJob job, CancellationToken cancellationToken)
    {
        PlotJobState asked = new(job, PlotJobStage.Queued);
        if (await board.TryCreateAsync(asked, cancellationToken).ConfigureAwait(false) is not null)
        {
            await EnqueueAsync(job, cancellationToken).ConfigureAwait(false);
            return asked;
        }

        if (await board.FindAsync(job.Id, cancellationToken).ConfigureAwait(false) is not { } known)
        {
            throw new IOException($"the state of job {job.Id} cannot be read");
        }

        // This process died, or was cut off, before or after it put the job into the queue: the older item, if there is one, is void.
        return known.State.Stage == PlotJobStage.Queued && !watch.IsAsked(known.State.Job.AttemptId)
            ? await AskAgainAsync(known.State, cancellationToken).ConfigureAwait(false)
            : known.State;
    }

    private async Task<PlotJobState> AskAgainAsync(PlotJobState state, CancellationToken cancellationToken)
    {
        if (await board.FindAsync(state.Job.Id, cancellationToken).ConfigureAwait(false) is not { } known)
        {
            return await AskAsync(state.Job with { Attempt = state.Job.Attempt + 1 }, cancellationToken).ConfigureAwait(false);
        }

        if (known.State.Job.Attempt != state.Job.Attempt)
        {
            return known.State;
        }

        PlotJobState next = new(known.State.Job with { Attempt = known.State.Job.Attempt + 1 }, PlotJobStage.Queued);
        if (await board.TryUpdateAsync(next, known.Revision, cancellationToken).ConfigureAwait(false) is null)
        {
            // A server was faster: its word is newer.
            return (await board.FindAsync(state.Job.Id, cancellationToken).ConfigureAwait(false))?.State ?? state;
        }

        await EnqueueAsync(next.Job, cancellationToken).ConfigureAwait(false);
        return next;
    }

    private async Task EnqueueAsync(PlotJob job, CancellationToken cancellationToken)
    {
        IWorkQueue queue = await context.Bus.OpenWorkQueueAsync(PlotJob.Queue, PlotJob.Patience, cancellationToken).ConfigureAwait(false);
        await queue.EnqueueAsync(job.AttemptId, Bus.ClusterJson.Encode(job), cancellationToken).ConfigureAwait(false);
        watch.NoteAsked(job.AttemptId);
    }

    /// <summary>False when the server has it no more, or what it has is damaged: it must be plotted anew.</summary>
    /// <exception cref="IOException">The farm's disk fails, or the server does not answer now.</exception>
    private async Task<bool> TryFetchAsync(IFarm farm, PlotJobState state, string endpoint, CancellationToken cancellationToken)
    {
        SectorFetch fetch = new(context.Transfer, endpoint, state);
        try
        {
            SectorMetadata metadata = await fetch.GetMetadataAsync(cancellationToken).ConfigureAwait(false);
            await farm.CommitAsync(metadata, fetch.CopyToAsync, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TransferException exception) when (exception.IsAbsent)
        {
            context.Events.Report(new Warning(
                $"{farm.Name}: plot-server {state.Server} no longer has sector {state.Job.SectorIndex}, it is plotted again: {exception.Message}"));
            return false;
        }
        catch (SectorDamagedException exception)
        {
            context.Events.Report(new Warning($"{farm.Name}: {exception.Message} It is plotted again."));
            return false;
        }
    }

    /// <summary>The sector is safe in its farm: what fails here only leaves something to tidy up.</summary>
    private async Task FreeAsync(string id, string? endpoint, CancellationToken cancellationToken)
    {
        try
        {
            if (endpoint is not null)
            {
                await context.Transfer.DeleteAsync(endpoint, DataPlane.Sector(id), FreeTimeout, cancellationToken).ConfigureAwait(false);
                return;
            }
        }
        catch (TransferException)
        {
            // As if the server were gone.
        }

        // Without its state the server drops the sector. While the bus is away there is nothing else to plot either.
        await Bus.BusExtensions.RepeatAsync(
            "Telling that a sector is in its farm", () => board.RemoveAsync(id, cancellationToken), context.Events, once: true, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Once, until there is one again: whoever waits should know what for.</summary>
    private void TellWhenNobodyPlots()
    {
        bool nobody = context.Members.Settled.IsCompleted && context.Members.Of(MemberRole.PlotServer).Count == 0;
        if (Interlocked.Exchange(ref _noServerTold, nobody ? 1 : 0) == 0 && nobody)
        {
            context.Events.Report(new Warning("No plot-server is in the cluster: sectors wait until one is."));
        }
    }
}
