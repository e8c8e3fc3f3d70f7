using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;

namespace Autonomys.DevChain.Rpc;

/// <summary>The subscriptions of one connection, each with its own bounded queue and pump.</summary>
/// <param name="limits">Bounds.</param>
/// <param name="outgoing">Queues one message for the connection; waits while the connection's own queue is full.</param>
internal sealed class RpcConnectionSubscriptions(RpcLimits limits, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> outgoing) : IAsyncDisposable
{
    private const string IdAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int IdLength = 16;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, byte> _pumps = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Starts a subscription.</summary>
    /// <returns>Its id; no notification is sent before <see cref="Release"/> was called for it.</returns>
    /// <exception cref="RpcErrorException">Too many subscriptions, or parameters that its source refuses.</exception>
    public string Subscribe(RpcStream subscription, RpcParameters parameters, bool unsafeAllowed)
    {
        if (_entries.Count >= limits.MaxSubscriptionsPerConnection)
        {
            throw RpcErrorException.TooManySubscriptions(limits.MaxSubscriptionsPerConnection);
        }

        string subscriptionId = RandomNumberGenerator.GetString(IdAlphabet, IdLength);
        Entry entry = new(this, subscriptionId, subscription.Names.Notification, limits.ItemBufferPerSubscription);
        entry.Source = subscription.Subscribe(parameters, entry, unsafeAllowed);
        _entries[subscriptionId] = entry;
        return subscriptionId;
    }

    /// <summary>Starts the notifications of a subscription whose answer has been queued, so that none overtakes it.</summary>
    public void Release(string subscriptionId)
    {
        if (_entries.TryGetValue(subscriptionId, out Entry? entry))
        {
            Task pump = PumpAsync(entry);
            _pumps[pump] = 0;
            _ = pump.ContinueWith(
                finished => _pumps.TryRemove(finished, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    public bool Unsubscribe(string subscriptionId)
    {
        if (!_entries.TryRemove(subscriptionId, out Entry? entry))
        {
            return false;
        }

        entry.End();
        return true;
    }

    /// <summary>Ends all subscriptions and waits for their pumps.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (string subscriptionId in _entries.Keys)
        {
            Unsubscribe(subscriptionId);
        }

        await Task.WhenAll(_pumps.Keys);
        _stop.Dispose();
    }

    private async Task PumpAsync(Entry entry)
    {
        try
        {
            await foreach (ReadOnlyMemory<byte> item in entry.Items.ReadAllAsync(_stop.Token))
            {
                await outgoing(RpcResponse.Notification(entry.NotificationName, entry.Id, item.Span), _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection ends.
        }
        catch (ChannelClosedException)
        {
            // The connection's queue is closed: there is nobody to tell.
        }
        finally
        {
            Unsubscribe(entry.Id);
        }
    }

    private sealed class Entry(RpcConnectionSubscriptions owner, string id, string notificationName, int capacity) : IRpcSubscriptionSink
    {
        // Full is not waited for: a subscriber that cannot keep up must not hold up the chain.
        private readonly Channel<ReadOnlyMemory<byte>> _items = Channel.CreateBounded<ReadOnlyMemory<byte>>(
            new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

        private int _ended;
        private IDisposable? _source;

        public string Id => id;

        public string NotificationName => notificationName;

        public ChannelReader<ReadOnlyMemory<byte>> Items => _items.Reader;

        public IDisposable Source
        {
            set
            {
                _source = value;
                if (Volatile.Read(ref _ended) != 0)
                {
                    value.Dispose();
                }
            }
        }

        public void Send(ReadOnlyMemory<byte> json)
        {
            if (!_items.Writer.TryWrite(json))
            {
                owner.Unsubscribe(id);
            }
        }

        public void End()
        {
            Volatile.Write(ref _ended, 1);
            _items.Writer.TryComplete();
            _source?.Dispose();
        }
    }
}
