using Autonomys.Archiving;
using Autonomys.Archiving.Reconstruction;
using Autonomys.Archiving.Segments;
using Autonomys.Cluster.Bus;
using Autonomys.Cluster.History;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Placement;
using Autonomys.Cryptography.Kzg;

namespace Autonomys.Cluster.Tools;

/// <summary>What operators ask a running cluster for.</summary>
public static class ClusterTools
{
    /// <summary>Has all sharded caches begin anew; keeps this item type from then on, when one is given.</summary>
    /// <exception cref="ClusterException">There is no controller that would do it.</exception>
    public static async Task ReinitializeCachesAsync(
        ClusterContext context, TimeSpan delay, CacheItemType? itemType, CancellationToken cancellationToken)
    {
        IReadOnlyList<MemberInfo> members = await Members.ReadAsync(context.Bus, cancellationToken).ConfigureAwait(false);
        if (!members.Any(member => member.Role == MemberRole.Controller))
        {
            throw new ClusterException("No controller is in the cluster: start one, it is what places the items of the caches.");
        }

        await context.Bus.PublishAsync(
            ClusterSubjects.ReinitializeCaches, new ReinitializeCachesNotification(delay.TotalSeconds, itemType), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what plot-servers would.</summary>
    /// <param name="context">The cluster; its members must be listened to.</param>
    /// <param name="sectors">How many sectors' pieces.</param>
    /// <param name="piecesInSector">Pieces of a sector; null for the chain's.</param>
    /// <param name="concurrency">Pieces asked for at once.</param>
    /// <param name="epoch">The epoch that is meant; null for the current one.</param>
    /// <param name="itemType">The item type that is meant; null for the current one.</param>
    /// <param name="progress">Told how many pieces are done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ClusterException">There are no caches, or they hold something else.</exception>
    public static async Task<CacheBenchmarkResult> BenchmarkCachesAsync(
        ClusterContext context,
        int sectors,
        int? piecesInSector,
        int concurrency,
        ulong? epoch,
        CacheItemType? itemType,
        IProgress<CacheBenchmarkProgress>? progress,
        CancellationToken cancellationToken)
    {
        CachePlacement placement = await PlacementBoard.FindAsync(context.Bus, cancellationToken).ConfigureAwait(false)
            ?? throw new ClusterException("No sharded cache has ever been in this cluster: there is nothing to read.");
        if (epoch is { } meant && meant != placement.Epoch)
        {
            throw new ClusterException($"--epoch {meant}: the caches are in epoch {placement.Epoch}.");
        }

        if (itemType is { } type && type != placement.ItemType)
        {
            throw new ClusterException(
                $"The caches keep {CacheItemTypes.Name(placement.ItemType)}, not {CacheItemTypes.Name(type)}: "
                + $"change them with `util reinitialization-cache --cache-item-type {CacheItemTypes.Name(type)}` first.");
        }

        // What no cache has yet is not what is measured.
        ulong complete = context.Members.Of(MemberRole.ShardedCache)
            .Select(cache => SegmentRanges.Parse(cache.Segments ?? "").Leading)
            .DefaultIfEmpty()
            .Min();
        if (complete == 0)
        {
            throw new ClusterException("The sharded caches do not hold a whole segment yet: wait until `status` says that they do.");
        }

        int pieces = piecesInSector ?? (await context.WaitForChainAsync(cancellationToken).ConfigureAwait(false)).Info!.ProtocolInfo.MaxPiecesInSector;
        SegmentRanges segments = SegmentRanges.Parse($"0-{complete - 1}");
        return await new CacheBenchmark(context, placement, segments, concurrency).RunAsync(sectors, pieces, progress, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Checks every piece of every cache, and replaces bad ones.</summary>
    /// <returns>How many were bad, and how many of those were replaced.</returns>
    public static async Task<(int Bad, int Repaired)> VerifyPiecesAsync(
        ClusterContext context, int threads, Func<Kzg, IRecordCommitter> committers, CancellationToken cancellationToken)
    {
        ChainResponse chain = await context.WaitForChainAsync(cancellationToken).ConfigureAwait(false);
        Kzg kzg = await context.KzgAsync(chain.ChainName!).ConfigureAwait(false);
        BusNodeClient node = new(context.Bus, context.Events);
        await using (node.ConfigureAwait(false))
        {
            SegmentHeaders headers = new();
            await headers.CatchUpAsync(node, cancellationToken).ConfigureAwait(false);
            using IRecordCommitter committer = committers(kzg);
            PieceVerifier verifier = new(kzg, committer);
            PiecesReconstructor reconstructor = new(kzg, threads);
            PieceVerification verification = new(
                context,
                headers,
                new SegmentChecker(verifier, reconstructor),
                verifier,
                reconstructor,
                await PlacementBoard.FindAsync(context.Bus, cancellationToken).ConfigureAwait(false),
                context.Events);
            await verification.RunAsync(cancellationToken).ConfigureAwait(false);
            return verification.Found;
        }
    }
}
