using System.Threading.Channels;

namespace Autonomys.Messaging.InProcess;

/// <summary>The bus of components that share one process; what it keeps ends with it.</summary>
public sealed class InProcessBus(TimeProvider? time = null) : IClusterBus
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private readonly List<Subscription> _subscriptions = [];
    private readonly Dictionary<string, InProcessBucket> _buckets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InProcessWorkQueue> _queues = new(StringComparer.Ordinal);
    private int _turn;

    public Task PublishAsync(string subject, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        RequireSmall(subject, body);
        foreach (Subscription receiver in Receivers(subject))
        {
            receiver.Write(new BusMessage(subject, body.ToArray(), ReplyAsync: null));
        }

        return Task.CompletedTask;
    }

    public Task<IBusSubscription> SubscribeAsync(string subject, string? group, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Subscription subscription = new(this, subject, group);
            _subscriptions.Add(subscription);
            return Task.FromResult<IBusSubscription>(subscription);
        }
    }

    public async Task<ReadOnlyMemory<byte>> RequestAsync(
        string subject, ReadOnlyMemory<byte> body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        RequireSmall(subject, body);
        IReadOnlyList<Subscription> receivers = Receivers(subject);
        if (receivers.Count == 0)
        {
            throw new NoResponderException(subject);
        }

        TaskCompletionSource<ReadOnlyMemory<byte>> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (Subscription receiver in receivers)
        {
            receiver.Write(new BusMessage(subject, body.ToArray(), (reply, _) =>
            {
                RequireSmall(subject, reply);
                answer.TrySetResult(reply.ToArray());
                return Task.CompletedTask;
            }));
        }

        try
        {
            return await answer.Task.WaitAsync(timeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new RequestTimeoutException(subject, timeout);
        }
    }

    public Task<IKeyValueBucket> OpenBucketAsync(string name, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_buckets.TryGetValue(name, out InProcessBucket? bucket))
            {
                _buckets[name] = bucket = new InProcessBucket(lifetime, _time);
            }

            return Task.FromResult<IKeyValueBucket>(bucket);
        }
    }

    public Task<IWorkQueue> OpenWorkQueueAsync(string name, TimeSpan patience, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_queues.TryGetValue(name, out InProcessWorkQueue? queue))
            {
                _queues[name] = queue = new InProcessWorkQueue(patience, _time);
            }

            return Task.FromResult<IWorkQueue>(queue);
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            foreach (Subscription subscription in _subscriptions)
            {
                subscription.Complete();
            }

            _subscriptions.Clear();
        }

        return default;
    }

    internal static void RequireSmall(string subject, ReadOnlyMemory<byte> body)
    {
        if (body.Length > IClusterBus.MaxMessageSize)
        {
            throw new BusMessageTooLargeException(subject, body.Length);
        }
    }

    /// <summary>All who listen alone, and one of each group in turn.</summary>
    private List<Subscription> Receivers(string subject)
    {
        lock (_lock)
        {
            List<Subscription> receivers = [];
            foreach (IGrouping<string?, Subscription> group in _subscriptions.Where(one => one.Matches(subject)).GroupBy(one => one.Group))
            {
                if (group.Key is null)
                {
                    receivers.AddRange(group);
                }
                else
                {
                    Subscription[] members = [.. group];
                    receivers.Add(members[(int)((uint)_turn++ % (uint)members.Length)]);
                }
            }

            return receivers;
        }
    }

    private void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
        }
    }

    private sealed class Subscription(InProcessBus bus, string subject, string? group) : IBusSubscription
    {
        // As NATS does for a listener that does not keep up, the newest messages are dropped.
        private readonly Channel<BusMessage> _messages = Channel.CreateBounded<BusMessage>(
            new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropWrite });

        private readonly string[] _words = subject.Split('.');

        public string? Group => group;

        public bool Matches(string published)
        {
            string[] words = published.Split('.');
            for (int i = 0; i < _words.Length; i++)
            {
                if (_words[i] == ">")
                {
                    return words.Length > i;
                }

                if (i >= words.Length || (_words[i] != "*" && _words[i] != words[i]))
                {
                    return false;
                }
            }

            return words.Length == _words.Length;
        }

        public void Write(BusMessage message) => _messages.Writer.TryWrite(message);

        public void Complete() => _messages.Writer.TryComplete();

        public IAsyncEnumerable<BusMessage> ReadAllAsync(CancellationToken cancellationToken) => _messages.Reader.ReadAllAsync(cancellationToken);

        public ValueTask DisposeAsync()
        {
            bus.Remove(this);
            Complete();
            return default;
        }
    }
}
