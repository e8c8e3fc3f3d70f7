using Autonomys.Cluster.Events;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Cluster.PlotServer;

/// <summary>
/// Removes finished sectors that nobody waits for any more: their farms have them and could not say so here, took them from another
/// server, or have been away for days. Without this they would fill the disk, and hold up plotting for the other farms.
/// </summary>
/// <param name="finished">The sectors here.</param>
/// <param name="board">What farms wait for.</param>
/// <param name="server">This plot-server.</param>
/// <param name="isFarmed">Whether a farm is in the cluster now.</param>
/// <param name="events">Told of each sector that is removed.</param>
internal sealed class UnwantedSectors(FinishedSectors finished, JobBoard board, string server, Func<PublicKey, bool> isFarmed, IFarmerEvents events)
{
    /// <summary>So long a finished sector is kept for a farm that is not in the cluster: a disk or a machine may be under repair.</summary>
    internal static readonly TimeSpan PatienceWithFarm = TimeSpan.FromDays(3);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private HashSet<string> _unwanted = new(StringComparer.Ordinal);

    /// <summary>Looks every half minute, until cancelled or the bus fails.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
            await LookAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes what was unwanted at the look before, too: a farm asks again within ten seconds when the board lost its job.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        HashSet<string> unwanted = new(StringComparer.Ordinal);
        foreach (PlotJob job in finished.All.Select(state => state.Job))
        {
            try
            {
                if (await WhyUnwantedAsync(job, cancellationToken).ConfigureAwait(false) is not { } why)
                {
                    continue;
                }

                unwanted.Add(job.Id);
                if (_unwanted.Contains(job.Id))
                {
                    await RemoveAsync(job, why, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (UnreadableJobException)
            {
                // Of a newer release, which will say.
            }
        }

        _unwanted = unwanted;
    }

    private async Task RemoveAsync(PlotJob job, string why, CancellationToken cancellationToken)
    {
        try
        {
            finished.Remove(job.Id);
            events.Report(new Notice($"Finished sector {job.SectorIndex} of {job.PublicKey} is removed: {why}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            events.Report(new Warning($"Finished sector {job.SectorIndex} of {job.PublicKey}, which nobody waits for, cannot be removed: {exception.Message}"));
        }

        // A farm that comes back after all asks anew.
        if (await FindAsync(job, cancellationToken).ConfigureAwait(false) is { Server: { } has } && has == server)
        {
            await board.RemoveAsync(job.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string?> WhyUnwantedAsync(PlotJob job, CancellationToken cancellationToken) =>
        await FindAsync(job, cancellationToken).ConfigureAwait(false) is not { } state ? "its farm no longer waits for it"
        : state.Stage == PlotJobStage.Finished && state.Server != server ? "another plot-server has it too"
        : finished.Age(job.Id) > PatienceWithFarm && !isFarmed(job.PublicKey)
            ? $"it has waited for more than {PatienceWithFarm.TotalDays:F0} days, and its farm is not in the cluster"
            : null;

    private async Task<PlotJobState?> FindAsync(PlotJob job, CancellationToken cancellationToken) =>
        (await board.FindAsync(job.Id, cancellationToken).ConfigureAwait(false))?.State;
}
