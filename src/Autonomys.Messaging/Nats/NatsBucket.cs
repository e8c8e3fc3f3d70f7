using System.Runtime.CompilerServices;
using NATS.Client.Core;
using NATS.Client.KeyValueStore;

namespace Autonomys.Messaging.Nats;

/// <summary>A JetStream key-value bucket.</summary>
internal sealed class NatsBucket(INatsKVStore store) : IKeyValueBucket
{
    public Task<BucketEntry?> GetAsync(string key, CancellationToken cancellationToken) => NatsBus.GuardAsync(async () =>
    {
        NatsResult<NatsKVEntry<byte[]>> result = await store.TryGetEntryAsync<byte[]>(key, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        return result.Success ? new BucketEntry(key, result.Value.Value, result.Value.Revision)
            : result.Error is NatsKVKeyNotFoundException or NatsKVKeyDeletedException ? null
            : throw result.Error;
    }, cancellationToken);

    public Task<ulong> PutAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        NatsBus.RequireSmall(key, value);
        return NatsBus.GuardAsync(() => store.PutAsync(key, value.ToArray(), cancellationToken: cancellationToken).AsTask(), cancellationToken);
    }

    public Task<ulong?> TryCreateAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        NatsBus.RequireSmall(key, value);
        return NatsBus.GuardAsync(async () =>
        {
            NatsResult<ulong> result = await store.TryCreateAsync(key, value.ToArray(), cancellationToken: cancellationToken).ConfigureAwait(false);
            return Revision(result);
        }, cancellationToken);
    }

    public Task<ulong?> TryUpdateAsync(string key, ReadOnlyMemory<byte> value, ulong revision, CancellationToken cancellationToken)
    {
        NatsBus.RequireSmall(key, value);
        return NatsBus.GuardAsync(async () =>
        {
            NatsResult<ulong> result = await store.TryUpdateAsync(key, value.ToArray(), revision, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
            return Revision(result);
        }, cancellationToken);
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        NatsBus.GuardAsync(() => store.PurgeAsync(key, cancellationToken: cancellationToken).AsTask(), cancellationToken);

    public Task<IReadOnlyList<BucketEntry>> ListAsync(CancellationToken cancellationToken) => NatsBus.GuardAsync(async () =>
    {
        // One at a time: the keys of a cluster are few, and each value is the newest when it is read.
        List<BucketEntry> entries = [];
        await foreach (string key in store.GetKeysAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (await GetAsync(key, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return (IReadOnlyList<BucketEntry>)entries;
    }, cancellationToken);

    public async IAsyncEnumerable<BucketEntry> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<NatsKVEntry<byte[]>> changes =
            store.WatchAsync<byte[]>(cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (changes.ConfigureAwait(false))
        {
            while (await NatsBus.GuardAsync(() => changes.MoveNextAsync().AsTask(), cancellationToken).ConfigureAwait(false))
            {
                NatsKVEntry<byte[]> entry = changes.Current;
                yield return new BucketEntry(
                    entry.Key, entry.Operation == NatsKVOperation.Put ? entry.Value : (ReadOnlyMemory<byte>?)null, entry.Revision);
            }
        }
    }

    private static ulong? Revision(NatsResult<ulong> result) =>
        result.Success ? result.Value
        : result.Error is NatsKVWrongLastRevisionException or NatsKVCreateException ? null
        : throw result.Error;
}
