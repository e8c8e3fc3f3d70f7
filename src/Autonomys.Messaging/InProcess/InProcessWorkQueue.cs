namespace Autonomys.Messaging.InProcess;

/// <summary>A queue in memory.</summary>
internal sealed class InProcessWorkQueue(TimeSpan patience, TimeProvider time) : IWorkQueue
{
    private static readonly TimeSpan DuplicateWindow = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly LinkedList<Item> _items = new();
    private readonly Dictionary<string, long> _recent = new(StringComparer.Ordinal);

    public Task EnqueueAsync(string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        InProcessBus.RequireSmall(id, body);
        lock (_lock)
        {
            long now = time.GetTimestamp();
            if (!_recent.TryGetValue(id, out long added) || time.GetElapsedTime(added, now) >= DuplicateWindow)
            {
                _recent[id] = now;
                _items.AddLast(new Item(this, body.ToArray()));
            }

            return Task.CompletedTask;
        }
    }

    public async Task<IWorkItem?> DequeueAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        while (true)
        {
            lock (_lock)
            {
                if (_items.FirstOrDefault(item => item.FreeFrom <= time.GetUtcNow()) is { } item)
                {
                    return item.Take();
                }
            }

            if (time.GetElapsedTime(started) >= wait)
            {
                return null;
            }

            await Task.Delay(LookInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed class Item(InProcessWorkQueue queue, byte[] body)
    {
        private int _taken;

        /// <summary>Until then somebody works on it, or it rests.</summary>
        public DateTimeOffset FreeFrom { get; private set; } = DateTimeOffset.MinValue;

        public IWorkItem Take()
        {
            _taken++;
            FreeFrom = queue.Now + queue.Patience;
            return new Hold(this, _taken);
        }

        /// <summary>A hold on the item that ends when the item is given to somebody else.</summary>
        private sealed class Hold(Item item, int number) : IWorkItem
        {
            public ReadOnlyMemory<byte> Body => item.Body;

            public Task ExtendAsync(CancellationToken cancellationToken) => ChangeAsync(() => item.FreeFrom = item.Queue.Now + item.Queue.Patience);

            public Task CompleteAsync(CancellationToken cancellationToken) => ChangeAsync(() => item.Queue._items.Remove(item));

            public Task ReleaseAsync(TimeSpan delay, CancellationToken cancellationToken) => ChangeAsync(() => item.FreeFrom = item.Queue.Now + delay);

            private Task ChangeAsync(Action change)
            {
                lock (item.Queue._lock)
                {
                    if (item._taken == number)
                    {
                        change();
                    }
                }

                return Task.CompletedTask;
            }
        }

        private byte[] Body => body;

        private InProcessWorkQueue Queue => queue;
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private TimeSpan Patience => patience;
}
