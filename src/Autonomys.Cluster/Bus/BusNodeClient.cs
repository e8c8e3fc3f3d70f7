using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Autonomys.Cluster.Events;
using Autonomys.Messaging;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.Bus;

/// <summary>The node as components see it: all controllers of the cluster as one.</summary>
/// <remarks>
/// Slots that several controllers announce are told once. A solution goes to the controller that announced its slot first, or to
/// another that announced it too; a signature to the controller that asked.
/// </remarks>
public sealed class BusNodeClient(IClusterBus bus, IFarmerEvents events) : INodeClient
{
    private const int RememberedSlots = 64;
    private const int HeadersInMessage = 200;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    /// <summary>While another controller announced the slot too: a slot ends within seconds.</summary>
    private static readonly TimeSpan ImpatientTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SignatureTimeout = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Queue<(ulong Slot, Blake3Hash Challenge)> _order = new();
    private readonly Dictionary<(ulong Slot, Blake3Hash Challenge), List<string>> _controllers = [];
    private readonly ConcurrentDictionary<Bytes32, string> _askers = new();

    /// <exception cref="BusException">No controller answers.</exception>
    /// <exception cref="NodeException">A controller answers, but its node does not.</exception>
    public static async Task<ChainResponse> AskForChainAsync(IClusterBus bus, CancellationToken cancellationToken)
    {
        ChainResponse answer = await bus.RequestAsync<ChainRequest, ChainResponse>(
            ClusterSubjects.Chain, new ChainRequest(), AnswerTimeout, cancellationToken).ConfigureAwait(false);
        return answer.Failure is { } failure ? throw failure.ToException()
            : answer.Info is null || answer.ChainName is null ? throw new NodeProtocolException("A controller answered without the chain.")
            : answer;
    }

    public async Task<FarmerAppInfo> GetFarmerAppInfoAsync(CancellationToken cancellationToken) =>
        (await AsNodeAsync(() => AskForChainAsync(bus, cancellationToken)).ConfigureAwait(false)).Info!;

    public IAsyncEnumerable<SlotInfo> SubscribeSlotInfoAsync(CancellationToken cancellationToken) =>
        ListenAsync<SlotNotification, SlotInfo>(
            ClusterSubjects.Slot, message => IsNew(message) ? message.Slot : null, cancellationToken);

    public IAsyncEnumerable<RewardSigningInfo> SubscribeRewardSigningAsync(CancellationToken cancellationToken) =>
        ListenAsync<RewardSigningNotification, RewardSigningInfo>(
            ClusterSubjects.RewardSigning,
            message =>
            {
                if (_askers.Count > RememberedSlots)
                {
                    _askers.Clear();
                }

                _askers[message.Request.Hash] = message.Controller;
                return message.Request;
            },
            cancellationToken);

    public IAsyncEnumerable<SegmentHeader> SubscribeArchivedSegmentHeadersAsync(CancellationToken cancellationToken) =>
        ListenAsync<SegmentNotification, SegmentHeader>(ClusterSubjects.Segment, message => message.Header, cancellationToken);

    public async Task SubmitSolutionResponseAsync(SolutionResponse response, CancellationToken cancellationToken)
    {
        string[] controllers;
        lock (_lock)
        {
            controllers = [.. _controllers.Where(entry => entry.Key.Slot == response.SlotNumber.Value).SelectMany(entry => entry.Value)];
        }

        NodeException? last = null;
        foreach (string controller in controllers)
        {
            TimeSpan timeout = controller == controllers[^1] ? AnswerTimeout : ImpatientTimeout;
            try
            {
                NodeVerdict verdict = await AsNodeAsync(() => bus.RequestAsync<SolutionRequest, NodeVerdict>(
                    ClusterSubjects.Solution(controller), new SolutionRequest(response), timeout, cancellationToken)).ConfigureAwait(false);
                if (verdict.Failure is null)
                {
                    return;
                }

                last = verdict.Failure.ToException();
            }
            catch (NodeUnavailableException exception)
            {
                last = exception;
            }

            if (last is NodeErrorException)
            {
                // The node has judged; another one would say the same.
                throw last;
            }
        }

        throw last ?? new NodeUnavailableException($"No controller that announced slot {response.SlotNumber} is known here.");
    }

    public async Task SubmitRewardSignatureAsync(RewardSignatureResponse response, CancellationToken cancellationToken)
    {
        if (!_askers.TryGetValue(response.Hash, out string? controller))
        {
            throw new NodeUnavailableException($"No controller asked for a signature of {response.Hash}.");
        }

        NodeVerdict verdict = await AsNodeAsync(() => bus.RequestAsync<RewardSignatureRequest, NodeVerdict>(
            ClusterSubjects.RewardSignature(controller), new RewardSignatureRequest(response), SignatureTimeout, cancellationToken))
            .ConfigureAwait(false);
        if (verdict.Failure is { } failure)
        {
            throw failure.ToException();
        }
    }

    public async Task<IReadOnlyList<SegmentHeader?>> GetSegmentHeadersAsync(
        IReadOnlyList<SegmentIndex> segmentIndexes, CancellationToken cancellationToken)
    {
        // Asked for as runs, which is what everybody asks for.
        Dictionary<ulong, SegmentHeader> found = [];
        ulong next = segmentIndexes[0].Value;
        ulong last = segmentIndexes[^1].Value;
        while (next <= last)
        {
            int count = (int)Math.Min(HeadersInMessage, last - next + 1);
            SegmentHeadersResponse answer = await AsNodeAsync(() => bus.RequestAsync<SegmentHeadersRequest, SegmentHeadersResponse>(
                ClusterSubjects.SegmentHeaders, new SegmentHeadersRequest(next, count), AnswerTimeout, cancellationToken)).ConfigureAwait(false);
            if (answer.Failure is { } failure)
            {
                throw failure.ToException();
            }

            foreach (SegmentHeader header in answer.Headers ?? [])
            {
                found[header.SegmentIndex.Value] = header;
            }

            if ((answer.Headers?.Count ?? 0) < count)
            {
                break;
            }

            next += (ulong)count;
        }

        return [.. segmentIndexes.Select(index => found.GetValueOrDefault(index.Value))];
    }

    /// <summary>Not over the bus: pieces come from the caches, acknowledgements are the controllers' part.</summary>
    public Task<Piece?> GetPieceAsync(PieceIndex pieceIndex, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task AcknowledgeArchivedSegmentHeaderAsync(SegmentIndex segmentIndex, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<SegmentHeader?>> GetLastSegmentHeadersAsync(uint limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<ObjectMappingResponse> SubscribeObjectMappingsAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<ObjectMappingResponse> SubscribeFilteredObjectMappingsAsync(
        IReadOnlyList<Blake3Hash> hashes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => default;

    private static async Task<T> AsNodeAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (BusException exception)
        {
            throw new NodeUnavailableException(
                exception is NoResponderException ? $"The controller is gone: {exception.Message}" : exception.Message, exception);
        }
    }

    /// <summary>Notes who announced a slot; true for the first.</summary>
    private bool IsNew(SlotNotification message)
    {
        (ulong Slot, Blake3Hash Challenge) key = (message.Slot.SlotNumber.Value, message.Slot.GlobalChallenge);
        lock (_lock)
        {
            if (_controllers.TryGetValue(key, out List<string>? known))
            {
                if (!known.Contains(message.Controller))
                {
                    known.Add(message.Controller);
                }

                return false;
            }

            _controllers[key] = [message.Controller];
            _order.Enqueue(key);
            if (_order.Count > RememberedSlots)
            {
                _controllers.Remove(_order.Dequeue());
            }

            return true;
        }
    }

    private async IAsyncEnumerable<TOut> ListenAsync<TIn, TOut>(
        string subject, Func<TIn, TOut?> choose, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TIn : ClusterMessage
        where TOut : class
    {
        Channel<TOut> arrived = Channel.CreateBounded<TOut>(new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropOldest });
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task listening = bus.ListenAsync<TIn>(
            subject,
            message =>
            {
                if (choose(message) is { } chosen)
                {
                    arrived.Writer.TryWrite(chosen);
                }
            },
            events,
            ended.Token);
        try
        {
            await foreach (TOut one in arrived.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return one;
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
