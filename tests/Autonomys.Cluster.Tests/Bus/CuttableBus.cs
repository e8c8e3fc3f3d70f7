using System.Runtime.CompilerServices;
using Autonomys.Messaging;

namespace Autonomys.Cluster.Tests.Bus;

/// <summary>One component's way to a bus, which the test takes away and gives back; others on the same bus notice nothing.</summary>
internal sealed class CuttableBus(IClusterBus bus) : IClusterBus
{
    private volatile bool _isCut;
    private int _lostAnswers;
    private int _completed;

    /// <summary>While set, every call fails as it does when no server answers.</summary>
    public bool IsCut
    {
        get => _isCut;
        set => _isCut = value;
    }

    /// <summary>Items of work that were completed on this way.</summary>
    public int Completed => Volatile.Read(ref _completed);

    /// <summary>So many of the next writes are done and their answers lost.</summary>
    public void LoseAnswers(int count) => Volatile.Write(ref _lostAnswers, count);

    public Task PublishAsync(string subject, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        CallAsync(() => bus.PublishAsync(subject, body, cancellationToken));

    public Task<IBusSubscription> SubscribeAsync(string subject, string? group, CancellationToken cancellationToken) =>
        CallAsync(async () => (IBusSubscription)new Subscription(this, await bus.SubscribeAsync(subject, group, cancellationToken)));

    public Task<ReadOnlyMemory<byte>> RequestAsync(
        string subject, ReadOnlyMemory<byte> body, TimeSpan timeout, CancellationToken cancellationToken) =>
        CallAsync(() => bus.RequestAsync(subject, body, timeout, cancellationToken));

    public Task<IKeyValueBucket> OpenBucketAsync(string name, TimeSpan? lifetime, CancellationToken cancellationToken) =>
        CallAsync(async () => (IKeyValueBucket)new Bucket(this, await bus.OpenBucketAsync(name, lifetime, cancellationToken)));

    public Task<IWorkQueue> OpenWorkQueueAsync(string name, TimeSpan patience, CancellationToken cancellationToken) =>
        CallAsync(async () => (IWorkQueue)new Queue(this, await bus.OpenWorkQueueAsync(name, patience, cancellationToken)));

    public ValueTask DisposeAsync() => default;

    private async Task<T> CallAsync<T>(Func<Task<T>> call, bool isWrite = false)
    {
        ThrowWhenCut();
        T result = await call();
        ThrowWhenCut();
        return isWrite && Interlocked.Decrement(ref _lostAnswers) >= 0 ? throw Unavailable() : result;
    }

    private Task CallAsync(Func<Task> call) => CallAsync(async () =>
    {
        await call();
        return true;
    });

    private void ThrowWhenCut()
    {
        if (_isCut)
        {
            throw Unavailable();
        }
    }

    private static BusUnavailableException Unavailable() => new("NATS: the test has cut it.");

    /// <summary>What is sent while it is cut is not heard, as on NATS.</summary>
    private sealed class Subscription(CuttableBus way, IBusSubscription subscription) : IBusSubscription
    {
        public async IAsyncEnumerable<BusMessage> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (BusMessage message in subscription.ReadAllAsync(cancellationToken))
            {
                if (!way.IsCut)
                {
                    yield return message;
                }
            }
        }

        public ValueTask DisposeAsync() => subscription.DisposeAsync();
    }

    private sealed class Bucket(CuttableBus way, IKeyValueBucket bucket) : IKeyValueBucket
    {
        public Task<BucketEntry?> GetAsync(string key, CancellationToken cancellationToken) =>
            way.CallAsync(() => bucket.GetAsync(key, cancellationToken));

        public Task<ulong> PutAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
            way.CallAsync(() => bucket.PutAsync(key, value, cancellationToken), isWrite: true);

        public Task<ulong?> TryCreateAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
            way.CallAsync(() => bucket.TryCreateAsync(key, value, cancellationToken), isWrite: true);

        public Task<ulong?> TryUpdateAsync(string key, ReadOnlyMemory<byte> value, ulong revision, CancellationToken cancellationToken) =>
            way.CallAsync(() => bucket.TryUpdateAsync(key, value, revision, cancellationToken), isWrite: true);

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => way.CallAsync(() => bucket.DeleteAsync(key, cancellationToken));

        public Task<IReadOnlyList<BucketEntry>> ListAsync(CancellationToken cancellationToken) =>
            way.CallAsync(() => bucket.ListAsync(cancellationToken));

        public async IAsyncEnumerable<BucketEntry> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (BucketEntry entry in bucket.WatchAsync(cancellationToken))
            {
                way.ThrowWhenCut();
                yield return entry;
            }
        }
    }

    private sealed class Queue(CuttableBus way, IWorkQueue queue) : IWorkQueue
    {
        public Task EnqueueAsync(string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
            way.CallAsync(() => queue.EnqueueAsync(id, body, cancellationToken));

        public async Task<IWorkItem?> DequeueAsync(TimeSpan wait, CancellationToken cancellationToken)
        {
            way.ThrowWhenCut();
            return await queue.DequeueAsync(wait, cancellationToken) is { } item ? new Item(way, item) : null;
        }
    }

    private sealed class Item(CuttableBus way, IWorkItem item) : IWorkItem
    {
        public ReadOnlyMemory<byte> Body => item.Body;

        public Task ExtendAsync(CancellationToken cancellationToken) => way.CallAsync(() => item.ExtendAsync(cancellationToken));

        public Task CompleteAsync(CancellationToken cancellationToken) => way.CallAsync(async () =>
        {
            await item.CompleteAsync(cancellationToken);
            Interlocked.Increment(ref way._completed);
        });

        public Task ReleaseAsync(TimeSpan delay, CancellationToken cancellationToken) =>
            way.CallAsync(() => item.ReleaseAsync(delay, cancellationToken));
    }
}
