using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Events;
using Autonomys.Messaging;

namespace Autonomys.Cluster.Placement;

/// <summary>The cluster's placement, as everybody reads it and one controller writes it.</summary>
internal sealed class PlacementBoard(IClusterBus bus, IFarmerEvents events)
{
    private const string Bucket = "placement";
    private const string Key = "current";

    private CachePlacement? _current;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The last one that was heard; null before the first.</summary>
    public CachePlacement? Current => Volatile.Read(ref _current);

    /// <summary>Ends with the next change.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <exception cref="BusException">It cannot be read.</exception>
    public static async Task<CachePlacement?> FindAsync(IClusterBus bus, CancellationToken cancellationToken)
    {
        IKeyValueBucket bucket = await bus.OpenBucketAsync(Bucket, null, cancellationToken).ConfigureAwait(false);
        BucketEntry? entry = await bucket.GetAsync(Key, cancellationToken).ConfigureAwait(false);
        return entry?.Value is { } value ? ClusterJson.TryDecode<CachePlacement>(value.Span, out _) : null;
    }

    public async Task ListenAsync(CancellationToken cancellationToken) => await BusExtensions.RepeatAsync(
        "Listening to the placement of the caches",
        async () =>
        {
            IKeyValueBucket bucket = await bus.OpenBucketAsync(Bucket, null, cancellationToken).ConfigureAwait(false);
            await foreach (BucketEntry entry in bucket.WatchAsync(cancellationToken).ConfigureAwait(false))
            {
                if (entry.Value is { } value && ClusterJson.TryDecode<CachePlacement>(value.Span, out _) is { } placement)
                {
                    Volatile.Write(ref _current, placement);
                    Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
                }
            }
        },
        events,
        cancellationToken).ConfigureAwait(false);

    /// <exception cref="BusException">It cannot be read.</exception>
    public async Task<(CachePlacement? Placement, ulong Revision)> ReadAsync(CancellationToken cancellationToken)
    {
        IKeyValueBucket bucket = await bus.OpenBucketAsync(Bucket, null, cancellationToken).ConfigureAwait(false);
        BucketEntry? entry = await bucket.GetAsync(Key, cancellationToken).ConfigureAwait(false);
        return entry?.Value is { } value ? (ClusterJson.TryDecode<CachePlacement>(value.Span, out _), entry.Revision) : (null, 0);
    }

    /// <summary>Writes a placement over the one that was read; false when somebody was faster.</summary>
    /// <exception cref="BusException">It cannot be written.</exception>
    public async Task<bool> TryWriteAsync(CachePlacement placement, ulong revision, CancellationToken cancellationToken)
    {
        IKeyValueBucket bucket = await bus.OpenBucketAsync(Bucket, null, cancellationToken).ConfigureAwait(false);
        byte[] value = ClusterJson.Encode(placement);
        ulong? written = revision == 0
            ? await bucket.TryCreateAsync(Key, value, cancellationToken).ConfigureAwait(false)
            : await bucket.TryUpdateAsync(Key, value, revision, cancellationToken).ConfigureAwait(false);
        return written is not null;
    }
}
