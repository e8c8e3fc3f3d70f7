using Autonomys.Cluster.Events;
using Autonomys.Node.Client;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Cluster.NodeLinks;

/// <summary>A connection to one node, from the first attempt on.</summary>
public static class NodeLink
{
    private static readonly TimeSpan ReadyPause = TimeSpan.FromSeconds(5);

    /// <summary>Waits until the node is ready, then does <paramref name="work"/> with a connection that renews itself.</summary>
    /// <param name="url">The node's WebSocket address.</param>
    /// <param name="expectedGenesisHash">The chain that it must be on; null takes any.</param>
    /// <param name="work">Gets what the node said of itself, and the node.</param>
    /// <param name="events">Told of waiting, losses and returns.</param>
    /// <param name="cancellationToken">Ends all of it.</param>
    /// <exception cref="OtherChainException">The node is on another chain.</exception>
    public static async Task RunAsync(
        Uri url,
        Bytes32? expectedGenesisHash,
        Func<FarmerAppInfo, RpcNodeClient, CancellationToken, Task> work,
        IFarmerEvents events,
        CancellationToken cancellationToken)
    {
        FarmerAppInfo chain = await WaitAsync(url, expectedGenesisHash, events, cancellationToken).ConfigureAwait(false);

        // From here on only this chain: a node that comes back as another one is refused and waited for.
        RpcNodeClient node = new(new RpcNodeClientOptions
        {
            Url = url,
            ExpectedGenesisHash = chain.GenesisHash,
            ConnectionChanged = change =>
            {
                // The end of the run closes the connection too; that is no loss.
                if (!cancellationToken.IsCancellationRequested)
                {
                    Report(change, chain, events);
                }
            },
        });
        await using (node.ConfigureAwait(false))
        {
            while (true)
            {
                try
                {
                    await work(chain, node, cancellationToken).ConfigureAwait(false);
                    return;
                }
                catch (NodeUnavailableException exception)
                {
                    // It went away before the work had begun to look after itself.
                    events.Report(new Warning($"Beginning again in {ReadyPause.TotalSeconds:F0} s: {exception.Message}"));
                    await Task.Delay(ReadyPause, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private static async Task<FarmerAppInfo> WaitAsync(
        Uri url, Bytes32? expectedGenesisHash, IFarmerEvents events, CancellationToken cancellationToken)
    {
        RpcNodeClient node = new(url);
        await using (node.ConfigureAwait(false))
        {
            return await NodeStartup.WaitUntilReadyAsync(
                node,
                expectedGenesisHash,
                reason => events.Report(new Warning($"Waiting for the node, next try in {ReadyPause.TotalSeconds:F0} s: {reason.Message}")),
                ReadyPause,
                TimeProvider.System,
                cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Report(NodeConnectionChange change, FarmerAppInfo chain, IFarmerEvents events) => events.Report(
        change.IsConnected
            ? new NodeConnected(change.Url.ToString(), chain.GenesisHash.ToString())
            : new NodeLost(change.Url.ToString(), change.Reason?.Message ?? "the connection ended"));
}
