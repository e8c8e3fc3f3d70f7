using System.Globalization;
using Autonomys.Archiving.Reconstruction;
using Autonomys.Archiving.Segments;
using Autonomys.Archiving;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.History;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.NodeLinks;
using Autonomys.Cluster.Transfer;
using Autonomys.Cryptography.Kzg;
using Autonomys.Node.Client;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Cluster.Controller;

/// <summary>Connects nodes with the cluster, and gets the pieces of every new segment to the caches.</summary>
public sealed class ControllerComponent(ControllerOptions options) : IClusterComponent
{
    private static readonly TimeSpan ReleaseInterval = TimeSpan.FromSeconds(5);

    private readonly string _id = ComponentId.New();

    public async Task RunAsync(ClusterContext context, CancellationToken cancellationToken)
    {
        try
        {
            using DirectoryLock held = DirectoryLock.Take(options.BasePath);
            Bytes32? chain = await ClusterChain.FindAsync(context.Bus, cancellationToken).ConfigureAwait(false);
            await Flows.RunAllAsync(
                options.NodeRpcUrls.Select((url, index) => (Func<CancellationToken, Task>)(token => NodeLink.RunAsync(
                    url,
                    chain,
                    (info, node, linked) => ServeAsync(context, url, index, info, node, linked),
                    context.Events,
                    token))),
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (options.Temporary)
            {
                Directory.Delete(options.BasePath, recursive: true);
            }
        }
    }

    private async Task ServeAsync(
        ClusterContext context, Uri url, int index, FarmerAppInfo chain, RpcNodeClient node, CancellationToken cancellationToken)
    {
        // Each node is a member of its own: its slots, its solutions.
        string name = index == 0 ? _id : string.Create(CultureInfo.InvariantCulture, $"{_id}-{index}");
        await ClusterChain.RequireAsync(context.Bus, chain.GenesisHash, cancellationToken).ConfigureAwait(false);
        string chainName = await node.Chain.GetChainAsync(cancellationToken).ConfigureAwait(false);
        Kzg kzg = await context.KzgAsync(chainName).ConfigureAwait(false);
        PieceStore local = PieceStore.Open(
            Path.Combine(options.BasePath, string.Create(CultureInfo.InvariantCulture, $"pieces-{index}")), chain.GenesisHash);
        SegmentHeaders headers = new();
        ClusterSegmentStore store = new(local, context.Members, context.Bus, name, context.Events);
        HistorySync history = new(
            node,
            headers,
            store,
            new SegmentChecker(new PieceVerifier(kzg), new PiecesReconstructor(kzg, options.Threads)),
            new BlockArchive(node.Chain, headers, new KzgSegmentCommitter(kzg, options.Threads), options.Threads),
            context.Events);
        NodeBridge bridge = new(name, node, chainName, headers, context.Bus, context.Events);
        PieceEndpoints pieces = new(position => ValueTask.FromResult(local.ReadHashed(position)));
        TransferServer server = await TransferServer.StartAsync(
            options.ListenOn, context.Advertised, context.Token, pieces.Map, cancellationToken, options.Advertise).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            context.Events.Report(new Notice($"Controller {name} serves {url} and the pieces of new segments at {server.Endpoint}"));
            await Flows.RunAllAsync(
                [
                    .. bridge.Flows,
                    token => Supervision.RunAsync("Following the history", history.RunAsync, context.Events, token),
                    token => context.Members.TellAsync(
                        () => ClusterContext.Self(name, MemberRole.Controller, server.Endpoint) with
                        {
                            Segments = SegmentRanges.From(local.Segments().Select(segment => segment.Value)).ToString(),
                        },
                        token),
                    token => ReleaseAsync(store, token),
                    new PlacementKeeper(context, name).RunAsync,
                ],
                cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReleaseAsync(ClusterSegmentStore store, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(ReleaseInterval, cancellationToken).ConfigureAwait(false);
            if (!options.RetainPieces)
            {
                store.Release();
            }
        }
    }
}
