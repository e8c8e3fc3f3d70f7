using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.History;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Transfer;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Autonomys.Cluster.FullPieceCache;

/// <summary>Keeps every piece of the history on disk, and serves it; what it lacks it takes from controllers and other full caches.</summary>
public sealed class FullPieceCacheComponent(FullPieceCacheOptions options) : IClusterComponent
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    public async Task RunAsync(ClusterContext context, CancellationToken cancellationToken)
    {
        using DirectoryLock held = DirectoryLock.Take(options.Directory);
        string id = ComponentId.Load(options.Directory);

        // What is there is served at once, also while no controller is.
        Bytes32 genesis = PieceStore.FindGenesisHash(options.Directory)
            ?? (await context.WaitForChainAsync(cancellationToken).ConfigureAwait(false)).Info!.GenesisHash;
        PieceStore store = PieceStore.Open(options.Directory, genesis);
        SegmentRanges served = Ranges(store);
        RepairedPieces repaired = new(store, context);
        TransferServer server = await TransferServer.StartAsync(
            options.ListenOn,
            context.Advertised,
            context.Token,
            routes =>
            {
                new PieceEndpoints(repaired.FindAsync).Map(routes);
                new FragmentEndpoints(repaired.FindFragmentAsync).Map(routes);
                routes.MapPost(DataPlane.Pieces, (RequestDelegate)(http => ReplaceAsync(http, store)));
            },
            cancellationToken, options.Advertise).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            context.Events.Report(new Notice(
                $"Full-piece cache {id} in {options.Directory} serves {store.Segments().Count()} segments at {server.Endpoint}"));
            await Flows.RunAllAsync(
                [
                    token => context.Members.TellAsync(
                        () => ClusterContext.Self(id, MemberRole.FullPieceCache, server.Endpoint) with
                        {
                            Segments = Volatile.Read(ref served).ToString(),
                            Visible = options.Visible,
                        },
                        token),
                    token => FollowAsync(context, id, store, () => Volatile.Write(ref served, Ranges(store)), token),
                    token => RequireChainAsync(context, genesis, token),
                ],
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a piece that verification found to be right in place of a wrong one.</summary>
    private static async Task ReplaceAsync(HttpContext http, PieceStore store)
    {
        if (TransferServer.Number(http, "index") is not { } index || !store.Contains(new PieceIndex(index).SegmentIndex))
        {
            await TransferServer.RefuseAsync(http, StatusCodes.Status404NotFound, "no such piece here").ConfigureAwait(false);
        }
        else if (await TransferServer.ReceiveAsync(http).ConfigureAwait(false) is { } body)
        {
            if (body.Length != Piece.Size)
            {
                await TransferServer.RefuseAsync(http, StatusCodes.Status400BadRequest, $"a piece has {Piece.Size} bytes").ConfigureAwait(false);
                return;
            }

            store.Repair(new PieceIndex(index), new Piece(body));
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    private static SegmentRanges Ranges(PieceStore store) =>
        SegmentRanges.From(store.Segments().Where(store.Contains).Select(segment => segment.Value));

    /// <summary>Takes every segment that somebody else serves.</summary>
    private static async Task FollowAsync(ClusterContext context, string id, PieceStore store, Action changed, CancellationToken cancellationToken)
    {
        SegmentCopier copier = new(context, store);
        TimeSpan pause = LookInterval;
        while (true)
        {
            bool failed = false;
            foreach (SegmentIndex segment in Missing(context, id, store))
            {
                if (await copier.TryCopyAsync(segment, id, cancellationToken).ConfigureAwait(false))
                {
                    changed();
                    context.Members.TellNow();
                }
                else
                {
                    failed = true;
                    break;
                }
            }

            // A disk that is full does not get better by fetching the same bytes every second.
            pause = failed ? (2 * pause < LongestPause ? 2 * pause : LongestPause) : LookInterval;
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private static IEnumerable<SegmentIndex> Missing(ClusterContext context, string id, PieceStore store)
    {
        SegmentRanges[] others =
        [
            .. context.Members.All
                .Where(member => member.Id != id && member.Segments is not null && member.Role is MemberRole.Controller or MemberRole.FullPieceCache)
                .Select(member => SegmentRanges.Parse(member.Segments!)),
        ];
        return others.SelectMany(ranges => ranges.Indexes)
            .Distinct()
            .Order()
            .Select(index => new SegmentIndex(index))
            .Where(segment => !store.Contains(segment));
    }

    /// <summary>Pieces of another chain must not mix with the cluster's.</summary>
    private async Task RequireChainAsync(ClusterContext context, Bytes32 genesis, CancellationToken cancellationToken)
    {
        ChainResponse chain = await context.WaitForChainAsync(cancellationToken).ConfigureAwait(false);
        if (chain.Info!.GenesisHash != genesis)
        {
            throw new HistoryException(
                $"{options.Directory} holds pieces of the chain with genesis hash {genesis}, but the cluster farms {chain.Info.GenesisHash}. "
                + "Choose another directory for this chain.");
        }

        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
    }
}
