namespace Autonomys.Cluster;

/// <summary>Several flows that live and end together.</summary>
internal static class Flows
{
    /// <summary>Runs until the first flow ends, which without cancellation is a defect or nothing left to do; then stops the others.</summary>
    public static async Task RunAllAsync(IEnumerable<Func<CancellationToken, Task>> flows, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] running = [.. flows.Select(flow => Task.Run(() => flow(stop.Token), CancellationToken.None))];
        Task first = await Task.WhenAny(running).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
