using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Autonomys.Messaging.InProcess;

/// <summary>Values in memory.</summary>
internal sealed class InProcessBucket(TimeSpan? lifetime, TimeProvider time) : IKeyValueBucket
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (BucketEntry Entry, long WrittenAt)> _entries = new(StringComparer.Ordinal);
    private readonly List<ChannelWriter<BucketEntry>> _watchers = [];
    private ulong _revision;

    public Task<BucketEntry?> GetAsync(string key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(Find(key));
        }
    }

    public Task<ulong> PutAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        InProcessBus.RequireSmall(key, value);
        lock (_lock)
        {
            return Task.FromResult(Write(key, value.ToArray()));
        }
    }

    public Task<ulong?> TryCreateAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        InProcessBus.RequireSmall(key, value);
        lock (_lock)
        {
            return Task.FromResult<ulong?>(Find(key) is null ? Write(key, value.ToArray()) : null);
        }
    }

    public Task<ulong?> TryUpdateAsync(string key, ReadOnlyMemory<byte> value, ulong revision, CancellationToken cancellationToken)
    {
        InProcessBus.RequireSmall(key, value);
        lock (_lock)
        {
            return Task.FromResult<ulong?>(Find(key)?.Revision == revision ? Write(key, value.ToArray()) : null);
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_entries.Remove(key))
            {
                Announce(new BucketEntry(key, null, ++_revision));
            }

            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlyList<BucketEntry>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<BucketEntry>>([.. Live()]);
        }
    }

    public async IAsyncEnumerable<BucketEntry> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<BucketEntry> changes = Channel.CreateUnbounded<BucketEntry>();
        lock (_lock)
        {
            foreach (BucketEntry entry in Live().OrderBy(entry => entry.Revision))
            {
                changes.Writer.TryWrite(entry);
            }

            _watchers.Add(changes.Writer);
        }

        try
        {
            await foreach (BucketEntry entry in changes.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return entry;
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(changes.Writer);
            }
        }
    }

    private IEnumerable<BucketEntry> Live() => _entries.Keys.ToArray().Select(Find).OfType<BucketEntry>();

    private BucketEntry? Find(string key)
    {
        if (!_entries.TryGetValue(key, out (BucketEntry Entry, long WrittenAt) found))
        {
            return null;
        }

        if (lifetime is { } limit && time.GetElapsedTime(found.WrittenAt) >= limit)
        {
            _entries.Remove(key);
            return null;
        }

        return found.Entry;
    }

    private ulong Write(string key, byte[] value)
    {
        BucketEntry entry = new(key, value, ++_revision);
        _entries[key] = (entry, time.GetTimestamp());
        Announce(entry);
        return entry.Revision;
    }

    private void Announce(BucketEntry entry)
    {
        foreach (ChannelWriter<BucketEntry> watcher in _watchers)
        {
            watcher.TryWrite(entry);
        }
    }
}
