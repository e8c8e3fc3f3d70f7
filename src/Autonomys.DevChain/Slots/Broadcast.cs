using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Autonomys.DevChain.Rpc;

namespace Autonomys.DevChain.Slots;

/// <summary>Sends each item to all subscribers of one kind, serialized once.</summary>
internal sealed class Broadcast<T>(JsonTypeInfo<T> json)
{
    private readonly ConcurrentDictionary<long, IRpcSubscriptionSink> _sinks = new();
    private long _nextId;

    /// <summary>Subscribers at the moment.</summary>
    public int Count => _sinks.Count;

    /// <summary>Connects a sink; disposing the result disconnects it and then calls <paramref name="onEnd"/>.</summary>
    public IDisposable Subscribe(IRpcSubscriptionSink sink, Action? onEnd = null)
    {
        long id = Interlocked.Increment(ref _nextId);
        _sinks[id] = sink;
        return new Connection(() =>
        {
            if (_sinks.TryRemove(id, out _))
            {
                onEnd?.Invoke();
            }
        });
    }

    public void Publish(T item)
    {
        if (_sinks.IsEmpty)
        {
            return;
        }

        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(item, json);
        foreach (IRpcSubscriptionSink sink in _sinks.Values)
        {
            sink.Send(bytes);
        }
    }

    private sealed class Connection(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
