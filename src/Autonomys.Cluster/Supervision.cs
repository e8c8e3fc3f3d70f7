using Autonomys.Cluster.Events;
using Autonomys.Node.Contract;

namespace Autonomys.Cluster;

/// <summary>Keeps a flow running over everything that a node may do.</summary>
internal static class Supervision
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>Starts <paramref name="flow"/> again after a pause whenever the node ends it; ends when cancelled.</summary>
    public static async Task RunAsync(string name, Func<CancellationToken, Task> flow, IFarmerEvents events, CancellationToken cancellationToken)
    {
        TimeSpan delay = FirstDelay;
        while (true)
        {
            DateTimeOffset started = DateTimeOffset.UtcNow;
            try
            {
                await flow(cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (NodeException exception)
            {
                // A flow that ran well for a while has earned a quick new start.
                delay = DateTimeOffset.UtcNow - started > LongestDelay ? FirstDelay : delay;
                events.Report(new Warning($"{name} stopped, next try in {delay.TotalSeconds:F0} s: {exception.Message}"));
            }

            await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }
}
