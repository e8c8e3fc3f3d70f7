using Autonomys.Cluster.Events;

namespace Autonomys.Cluster.PlotServer;

/// <summary>
/// Removes finished sectors that nobody waits for any more: their farms have them and could not say so here, or took them from another
/// server. Without this they would fill the disk until the next start.
/// </summary>
internal sealed class UnwantedSectors(FinishedSectors finished, JobBoard board, string server, IFarmerEvents events)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private HashSet<string> _unwanted = new(StringComparer.Ordinal);

    /// <summary>Looks every minute, until cancelled or the bus fails.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
            await LookAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes what was unwanted at the look before, too: a farm asks again within seconds when the board lost its job.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        HashSet<string> unwanted = new(StringComparer.Ordinal);
        foreach (PlotJobState state in finished.All)
        {
            if (!await IsWantedAsync(state.Job, cancellationToken).ConfigureAwait(false))
            {
                unwanted.Add(state.Job.Id);
                if (_unwanted.Contains(state.Job.Id))
                {
                    Remove(state.Job);
                }
            }
        }

        _unwanted = unwanted;
    }

    private void Remove(PlotJob job)
    {
        try
        {
            finished.Remove(job.Id);
            events.Report(new Notice($"Finished sector {job.SectorIndex} of {job.PublicKey} is removed: its farm no longer waits for it"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            events.Report(new Warning($"Finished sector {job.SectorIndex} of {job.PublicKey}, which nobody waits for, cannot be removed: {exception.Message}"));
        }
    }

    private async Task<bool> IsWantedAsync(PlotJob job, CancellationToken cancellationToken)
    {
        try
        {
            return await board.FindAsync(job.Id, cancellationToken).ConfigureAwait(false) is { } known
                && (known.State.Stage != PlotJobStage.Finished || known.State.Server == server);
        }
        catch (UnreadableJobException)
        {
            // Of a newer release, which will say.
            return true;
        }
    }
}
