using Autonomys.Cluster.Events;
using Autonomys.Cluster.SingleMachine;
using Autonomys.Cryptography.Kzg;
using Autonomys.Node.Client;
using Autonomys.Node.Contract;

namespace Autonomys.Cli.Running;

/// <summary>One machine farming against one node, from the first connection to the end.</summary>
internal static class FarmingRun
{
    private static readonly TimeSpan ReadyPause = TimeSpan.FromSeconds(5);

    /// <summary>Waits for the node, then farms until cancelled.</summary>
    /// <param name="url">The node's WebSocket address.</param>
    /// <param name="options">Makes the farmer's options once it is known which chain the node is on.</param>
    /// <param name="loadKzg">Gives the parameters of the chain with this name.</param>
    /// <param name="events">Told of everything.</param>
    /// <param name="cancellationToken">Ends farming.</param>
    public static async Task RunAsync(
        Uri url,
        Func<FarmerAppInfo, SingleMachineOptions> options,
        Func<string, Kzg> loadKzg,
        IFarmerEvents events,
        CancellationToken cancellationToken)
    {
        FarmerAppInfo chain = await WaitForNodeAsync(url, events, cancellationToken).ConfigureAwait(false);

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
            string name = await node.Chain.GetChainAsync(cancellationToken).ConfigureAwait(false);
            Kzg kzg = await Task.Run(() => loadKzg(name), cancellationToken).ConfigureAwait(false);
            SingleMachineFarmer farmer = new(options(chain), chain, node, node.Chain, kzg, events);
            await farmer.RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<FarmerAppInfo> WaitForNodeAsync(Uri url, IFarmerEvents events, CancellationToken cancellationToken)
    {
        RpcNodeClient node = new(url);
        await using (node.ConfigureAwait(false))
        {
            return await NodeStartup.WaitUntilReadyAsync(
                node,
                expectedGenesisHash: null,
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
