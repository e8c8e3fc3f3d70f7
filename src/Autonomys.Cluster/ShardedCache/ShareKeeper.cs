using System.Diagnostics;
using System.Runtime.CompilerServices;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Placement;
using Autonomys.Cluster.Transfer;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.ShardedCache;

/// <summary>Makes a sharded cache hold what the placement gives it, as far as there is room; what it has is taken from itself.</summary>
internal sealed class ShareKeeper(ClusterContext context, string id, FragmentStore store, PlacementBoard board, long capacity)
{
    private const int ItemsAhead = 8;
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ItemTimeout = TimeSpan.FromSeconds(20);

    private readonly HashSet<ulong> _complete = [];
    private readonly Lock _lock = new();
    private long _itemsWanted;
    private bool _isFullTold;

    public long ItemsWanted => Volatile.Read(ref _itemsWanted);

    /// <summary>Segments of which all that belongs here is here.</summary>
    public ulong[] CompleteSegments
    {
        get
        {
            lock (_lock)
            {
                return [.. _complete.Order()];
            }
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed = board.Changed;
            if (board.Current is { } placement)
            {
                await KeepAsync(placement, cancellationToken).ConfigureAwait(false);
            }

            await Task.WhenAny(changed, Task.Delay(LookInterval, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>What of a segment belongs to this cache.</summary>
    private static List<(int Position, int Fragment)> Share(CachePlacement placement, ulong segment, int self)
    {
        List<(int Position, int Fragment)> items = [];
        for (int position = 0; position < SegmentLayout.Pieces; position++)
        {
            int[] owners = placement.Owners(PieceIndex.FromSegment(new SegmentIndex(segment), position));
            for (int fragment = 0; fragment < owners.Length; fragment++)
            {
                if (owners[fragment] == self)
                {
                    items.Add((position, fragment));
                }
            }
        }

        return items;
    }

    private async Task KeepAsync(CachePlacement placement, CancellationToken cancellationToken)
    {
        int self = placement.Caches.ToList().FindIndex(cache => cache.Id == id);
        if (self < 0)
        {
            return;
        }

        SegmentRanges[] served = [.. context.Members.Of(MemberRole.FullPieceCache).Select(cache => SegmentRanges.Parse(cache.Segments ?? ""))];
        ulong[] segments = [.. served.SelectMany(ranges => ranges.Indexes).Concat(store.Segments).Distinct().Order()];
        long wanted = 0;
        foreach (ulong segment in segments)
        {
            if (!ReferenceEquals(board.Current, placement))
            {
                return;
            }

            List<(int Position, int Fragment)> items = Share(placement, segment, self);
            wanted += items.Count;
            bool complete = store.Holds(segment, placement, items)
                || await TryFillAsync(segment, placement, items, cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                _ = complete ? _complete.Add(segment) : _complete.Remove(segment);
            }
        }

        Volatile.Write(ref _itemsWanted, wanted);
    }

    private async Task<bool> TryFillAsync(
        ulong segment, CachePlacement placement, List<(int Position, int Fragment)> items, CancellationToken cancellationToken)
    {
        int fragmentSize = placement.Code.FragmentSize(Piece.Size);
        if (store.Size + (items.Count * (long)(fragmentSize + Blake3Hash.Size)) > capacity)
        {
            if (!_isFullTold)
            {
                _isFullTold = true;
                context.Events.Report(new Warning(
                    $"{store.Directory} is full: its share of segment {segment} and later ones is read from the full-piece caches instead. Give it more room with size=, or add caches."));
            }

            return false;
        }

        try
        {
            long started = Stopwatch.GetTimestamp();
            await store.WriteAsync(segment, placement, items, GetAsync(segment, placement, items, fragmentSize, cancellationToken)).ConfigureAwait(false);
            context.Events.Report(new SegmentStored(segment, Stopwatch.GetElapsedTime(started).TotalSeconds));
            context.Members.TellNow();
            return true;
        }
        catch (IOException exception)
        {
            context.Events.Report(new Warning($"The share of segment {segment} did not come into {store.Directory}: {exception.Message}"));
            return false;
        }
    }

    /// <summary>The bytes of each item in order, with a few on their way.</summary>
    private async IAsyncEnumerable<HashedBytes> GetAsync(
        ulong segment,
        CachePlacement placement,
        List<(int Position, int Fragment)> items,
        int fragmentSize,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<HashedBytes>> ahead = new();
        int next = 0;
        try
        {
            while (next < items.Count || ahead.Count > 0)
            {
                while (next < items.Count && ahead.Count < ItemsAhead)
                {
                    (int position, int fragment) = items[next++];
                    ahead.Enqueue(GetAsync(PieceIndex.FromSegment(new SegmentIndex(segment), position), fragment, placement, fragmentSize, ended.Token));
                }

                // In the pool: whoever takes it writes it to the disk, see InlineSockets.
                yield return await ahead.Dequeue().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }
        }
        finally
        {
            // Left early: what is still on its way is not wanted any more, and its memory goes back.
            await ended.CancelAsync().ConfigureAwait(false);
            await HashedBytes.DisposeAllAsync(ahead).ConfigureAwait(false);
        }
    }

    private async Task<HashedBytes> GetAsync(
        PieceIndex piece, int fragment, CachePlacement placement, int fragmentSize, CancellationToken cancellationToken)
    {
        if (store.Read(piece, fragment, placement.DataFragments, placement.ParityFragments) is { } own)
        {
            return own;
        }

        TransferException? last = null;
        PooledBytes bytes = PooledBytes.Rent(fragmentSize);
        try
        {
            foreach (MemberInfo peer in context.Members.Of(MemberRole.FullPieceCache)
                .Where(peer => peer.Endpoint is not null && peer.Serves(piece.SegmentIndex))
                .OrderBy(_ => Random.Shared.Next()))
            {
                try
                {
                    Blake3Hash hash = await context.Transfer.GetAsync(
                        peer.Endpoint!,
                        DataPlane.Fragment(piece.Value, fragment, placement.DataFragments, placement.ParityFragments),
                        bytes.Memory,
                        ItemTimeout,
                        cancellationToken).ConfigureAwait(false);
                    return new HashedBytes(bytes.Memory, hash, bytes);
                }
                catch (TransferException exception)
                {
                    last = exception;
                }
            }

            throw last ?? new TransferException($"no full-piece cache serves piece {piece}.");
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }
}
