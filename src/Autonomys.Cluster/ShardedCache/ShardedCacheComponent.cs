using Autonomys.Cluster.Events;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Placement;
using Autonomys.Cluster.Transfer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Autonomys.Cluster.ShardedCache;

/// <summary>Keeps the share of all pieces that the placement gives it, and serves it.</summary>
public sealed class ShardedCacheComponent(ShardedCacheOptions options) : IClusterComponent
{
    /// <summary>Whether it answers without waiting for a disk.</summary>
    public bool AnswersFromMemory => options.InMemory;

    public async Task RunAsync(ClusterContext context, CancellationToken cancellationToken)
    {
        using DirectoryLock held = DirectoryLock.Take(options.Directory);
        string id = ComponentId.Load(options.Directory);
        FragmentStore store = FragmentStore.Open(options.Directory, options.InMemory);
        long capacity = options.Size ?? (long)(0.9 * (store.Size + new DriveInfo(Path.GetFullPath(options.Directory)).AvailableFreeSpace));
        PlacementBoard board = new(context.Bus, context.Events);
        FragmentEndpoints endpoints = new((piece, fragment, data, parity) => ValueTask.FromResult(store.Read(piece, fragment, data, parity)));
        TransferServer server = await TransferServer.StartAsync(
            options.ListenOn,
            context.Advertised,
            context.Token,
            routes =>
            {
                endpoints.Map(routes);
                new FragmentStreamEndpoint(store.Locate).Map(routes);
                routes.MapDelete(DataPlane.Segments, (RequestDelegate)(http =>
                {
                    if (TransferServer.Number(http, "index") is { } segment)
                    {
                        store.Remove(segment);
                    }

                    http.Response.StatusCode = StatusCodes.Status204NoContent;
                    return Task.CompletedTask;
                }));
            },
            cancellationToken, options.Advertise).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            context.Events.Report(new Notice($"Sharded cache {id} in {options.Directory} serves {store.Items} items at {server.Endpoint}"));
            ShareKeeper keeper = new(context, id, store, board, capacity);
            await Flows.RunAllAsync(
                [
                    board.ListenAsync,
                    token => context.Members.TellAsync(
                        () => ClusterContext.Self(id, MemberRole.ShardedCache, server.Endpoint) with
                        {
                            Capacity = capacity,
                            Items = store.Items,
                            ItemsWanted = keeper.ItemsWanted,
                            Segments = SegmentRanges.From(keeper.CompleteSegments).ToString(),
                        },
                        token),
                    keeper.RunAsync,
                ],
                cancellationToken).ConfigureAwait(false);
        }
    }
}
