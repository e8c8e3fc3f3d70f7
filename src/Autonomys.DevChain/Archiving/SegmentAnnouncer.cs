using System.Text.Json;
using Autonomys.DevChain.Rpc;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Segments;

namespace Autonomys.DevChain.Archiving;

/// <summary>Tells subscribers of a new segment and waits until each has acknowledged it, has left, or the time is over.</summary>
/// <remarks>Subscribers that may not call unsafe methods cannot acknowledge and are not waited for. An acknowledgement does not say whose it is: each counts for one.</remarks>
internal sealed class SegmentAnnouncer(TimeSpan timeout, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, (IRpcSubscriptionSink Sink, bool Acknowledges)> _subscribers = [];
    private readonly HashSet<long> _waiting = [];
    private ulong _segment;
    private long _nextId;
    private TaskCompletionSource? _allAcknowledged;

    /// <summary>Connects a subscriber; disposing the result disconnects it.</summary>
    public IDisposable Subscribe(IRpcSubscriptionSink sink, bool acknowledges)
    {
        lock (_lock)
        {
            long id = _nextId++;
            _subscribers[id] = (sink, acknowledges);
            return new Connection(this, id);
        }
    }

    /// <summary>Announces a segment.</summary>
    /// <returns>How many acknowledgements were missing when the time was over; 0 when none was.</returns>
    public async Task<int> AnnounceAsync(SegmentHeader header, CancellationToken cancellationToken)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, NodeJsonContext.Default.SegmentHeader);
        IRpcSubscriptionSink[] sinks;
        Task all;
        lock (_lock)
        {
            _segment = header.SegmentIndex.Value;
            _waiting.Clear();
            _waiting.UnionWith(_subscribers.Where(subscriber => subscriber.Value.Acknowledges).Select(subscriber => subscriber.Key));
            _allAcknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
            all = _allAcknowledged.Task;
            sinks = [.. _subscribers.Values.Select(subscriber => subscriber.Sink)];
            CompleteIfAll();
        }

        // Outside the lock: a sink that is full ends its subscription, which comes back here.
        foreach (IRpcSubscriptionSink sink in sinks)
        {
            sink.Send(json);
        }

        try
        {
            await all.WaitAsync(timeout, time, cancellationToken);
            return 0;
        }
        catch (TimeoutException)
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    public void Acknowledge(SegmentIndex segment)
    {
        lock (_lock)
        {
            if (segment.Value == _segment && _waiting.Count > 0)
            {
                _waiting.Remove(_waiting.First());
                CompleteIfAll();
            }
        }
    }

    private void Leave(long id)
    {
        lock (_lock)
        {
            _subscribers.Remove(id);
            if (_waiting.Remove(id))
            {
                CompleteIfAll();
            }
        }
    }

    private void CompleteIfAll()
    {
        if (_waiting.Count == 0)
        {
            _allAcknowledged?.TrySetResult();
        }
    }

    private sealed class Connection(SegmentAnnouncer announcer, long id) : IDisposable
    {
        public void Dispose() => announcer.Leave(id);
    }
}
