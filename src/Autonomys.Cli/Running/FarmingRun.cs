using Autonomys.Cluster.Events;
using Autonomys.Cluster.NodeLinks;
using Autonomys.Cluster.SingleMachine;
using Autonomys.Cryptography.Kzg;
using Autonomys.Node.Contract;

namespace Autonomys.Cli.Running;

/// <summary>One machine farming against one node, from the first connection to the end.</summary>
internal static class FarmingRun
{
    /// <summary>Waits for the node, then farms until cancelled.</summary>
    /// <param name="url">The node's WebSocket address.</param>
    /// <param name="options">Makes the farmer's options once it is known which chain the node is on.</param>
    /// <param name="loadKzg">Gives the parameters of the chain with this name.</param>
    /// <param name="events">Told of everything.</param>
    /// <param name="cancellationToken">Ends farming.</param>
    public static Task RunAsync(
        Uri url,
        Func<FarmerAppInfo, SingleMachineOptions> options,
        Func<string, Kzg> loadKzg,
        IFarmerEvents events,
        CancellationToken cancellationToken) => NodeLink.RunAsync(
        url,
        expectedGenesisHash: null,
        async (chain, node, token) =>
        {
            string name = await node.Chain.GetChainAsync(token).ConfigureAwait(false);
            Kzg kzg = await Task.Run(() => loadKzg(name), token).ConfigureAwait(false);
            SingleMachineFarmer farmer = new(options(chain), chain, node, node.Chain, kzg, events);
            await farmer.RunAsync(token).ConfigureAwait(false);
        },
        events,
        cancellationToken);
}
