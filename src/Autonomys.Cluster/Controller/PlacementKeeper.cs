using System.Diagnostics;
using System.Globalization;
using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Placement;

namespace Autonomys.Cluster.Controller;

/// <summary>Keeps the placement of cache items in step with the sharded caches there are; one controller of the cluster does it.</summary>
/// <remarks>
/// A new cache is taken in once it was there for a while, a missing one is only given up after a longer one: a restart moves nothing.
/// </remarks>
internal sealed class PlacementKeeper(ClusterContext context, string holder)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(60);

    private readonly PlacementBoard _board = new(context.Bus, context.Events);
    private readonly Dictionary<string, (long FirstSeen, long LastSeen, long Capacity)> _caches = new(StringComparer.Ordinal);
    private CacheItemType? _itemType;
    private long _reinitializeAt = long.MaxValue;

    public Task RunAsync(CancellationToken cancellationToken) => Flows.RunAllAsync(
        [
            token => context.Bus.ListenAsync<ReinitializeCachesNotification>(
                ClusterSubjects.ReinitializeCaches,
                message =>
                {
                    _itemType = message.ItemType;
                    Interlocked.Exchange(ref _reinitializeAt, Stopwatch.GetTimestamp() + (long)(message.DelaySeconds * Stopwatch.Frequency));
                },
                context.Events,
                token),
            token => BusExtensions.RepeatAsync("Placing cache items", () => KeepAsync(token), context.Events, token),
        ],
        cancellationToken);

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        await context.Members.Settled.WaitAsync(cancellationToken).ConfigureAwait(false);
        Lease lease = (await Lease.AcquireAsync(context.Bus, "placement", holder, () => false, context.Events, cancellationToken).ConfigureAwait(false))!;
        await using (lease.ConfigureAwait(false))
        {
            (CachePlacement? known, _) = await _board.ReadAsync(cancellationToken).ConfigureAwait(false);
            foreach (CacheMember cache in known?.Caches ?? [])
            {
                // Those of the last placement have the same patience as if they had just been seen.
                _caches.TryAdd(cache.Id, (0, Stopwatch.GetTimestamp(), cache.Capacity));
            }

            while (!lease.IsLost)
            {
                await LookAsync(cancellationToken).ConfigureAwait(false);
                await Task.Delay(LookInterval, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        long now = Stopwatch.GetTimestamp();
        foreach (MemberInfo member in context.Members.Of(MemberRole.ShardedCache))
        {
            long first = _caches.TryGetValue(member.Id, out (long FirstSeen, long LastSeen, long Capacity) seen) ? seen.FirstSeen : now;

            // What is free changes all the time; a placement that follows every change would move items all the time.
            long capacity = seen.Capacity > 0 && Math.Abs((double)(member.Capacity ?? 1) / seen.Capacity - 1) < 0.2 ? seen.Capacity : Math.Max(1, member.Capacity ?? 1);
            _caches[member.Id] = (first, now, capacity);
        }

        foreach (string gone in _caches.Where(cache => Stopwatch.GetElapsedTime(cache.Value.LastSeen, now) > LeavePatience).Select(cache => cache.Key).ToArray())
        {
            _caches.Remove(gone);
        }

        bool reinitialize = now >= Interlocked.Read(ref _reinitializeAt);
        (CachePlacement? current, ulong revision) = await _board.ReadAsync(cancellationToken).ConfigureAwait(false);
        ulong epoch = (current?.Epoch ?? 1) + (reinitialize ? 1ul : 0);
        CachePlacement wanted = CachePlacement.Create(
            epoch,
            (reinitialize ? _itemType : null) ?? current?.ItemType ?? CacheItemType.SplitParityPiece,
            _caches.Where(cache => Stopwatch.GetElapsedTime(cache.Value.FirstSeen, now) > JoinPatience)
                .Select(cache => new CacheMember(cache.Key, cache.Value.Capacity)));
        if (wanted.Caches.Count == 0 && current is null)
        {
            return;
        }

        if (!wanted.Equals(current) && await _board.TryWriteAsync(wanted, revision, cancellationToken).ConfigureAwait(false))
        {
            context.Events.Report(new Notice(string.Create(
                CultureInfo.InvariantCulture,
                $"Cache items are now placed on {wanted.Caches.Count} sharded caches, {wanted.DataFragments} data and {wanted.ParityFragments} parity fragments a piece, epoch {wanted.Epoch}")));
        }

        if (reinitialize)
        {
            Interlocked.Exchange(ref _reinitializeAt, long.MaxValue);
        }
    }
}
