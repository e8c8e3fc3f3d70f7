using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Segments;

namespace Autonomys.Node.Client;

/// <content>Subscriptions, which outlive the connection that they began on.</content>
public sealed partial class RpcNodeClient
{
    public IAsyncEnumerable<SlotInfo> SubscribeSlotInfoAsync(CancellationToken cancellationToken) =>
        SubscribeAsync(NodeRpc.SlotInfo, () => [], NodeJsonContext.Default.SlotInfo, cancellationToken);

    public IAsyncEnumerable<RewardSigningInfo> SubscribeRewardSigningAsync(CancellationToken cancellationToken) =>
        SubscribeAsync(NodeRpc.RewardSigning, () => [], NodeJsonContext.Default.RewardSigningInfo, cancellationToken);

    public IAsyncEnumerable<SegmentHeader> SubscribeArchivedSegmentHeadersAsync(CancellationToken cancellationToken) =>
        SubscribeAsync(NodeRpc.ArchivedSegmentHeader, () => [], NodeJsonContext.Default.SegmentHeader, cancellationToken);

    public IAsyncEnumerable<ObjectMappingResponse> SubscribeObjectMappingsAsync(CancellationToken cancellationToken) =>
        SubscribeAsync(NodeRpc.ObjectMappings, () => [], NodeJsonContext.Default.ObjectMappingResponse, cancellationToken);

    public async IAsyncEnumerable<ObjectMappingResponse> SubscribeFilteredObjectMappingsAsync(
        IReadOnlyList<Blake3Hash> hashes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hashes.Count, NodeRpc.MaxObjectHashesPerRequest);
        HashSet<Blake3Hash> missing = [.. hashes];
        IAsyncEnumerable<ObjectMappingResponse> responses = SubscribeAsync(
            NodeRpc.FilteredObjectMappings,
            () => [JsonSerializer.SerializeToElement([.. missing], NodeJsonContext.Default.Blake3HashArray)],
            NodeJsonContext.Default.ObjectMappingResponse,
            cancellationToken);
        if (missing.Count == 0)
        {
            yield break;
        }

        await foreach (ObjectMappingResponse response in responses.ConfigureAwait(false))
        {
            foreach (GlobalObject found in response.Objects.Objects)
            {
                missing.Remove(found.Hash);
            }

            yield return response;
            if (missing.Count == 0)
            {
                yield break;
            }
        }
    }

    private async IAsyncEnumerable<T> SubscribeAsync<T>(
        RpcSubscription names,
        Func<IReadOnlyList<object?>> arguments,
        JsonTypeInfo<T> type,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        IAsyncEnumerator<T> items = FollowAsync(names, arguments, type, either.Token).GetAsyncEnumerator(either.Token);
        await using (items.ConfigureAwait(false))
        {
            while (await MoveNextAsync(items, cancellationToken).ConfigureAwait(false))
            {
                yield return items.Current;
            }
        }
    }

    /// <summary>The end of the client looks the same wherever a subscription stood.</summary>
    private async ValueTask<bool> MoveNextAsync<T>(IAsyncEnumerator<T> items, CancellationToken cancellationToken)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(GetType().FullName);
        }
    }

    private async IAsyncEnumerable<T> FollowAsync<T>(
        RpcSubscription names,
        Func<IReadOnlyList<object?>> arguments,
        JsonTypeInfo<T> type,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        Backoff backoff = new(_options.MinBackoff, _options.MaxBackoff, _options.TimeProvider);
        while (true)
        {
            Active? active = await TrySubscribeAsync(names, arguments(), cancellationToken).ConfigureAwait(false);
            if (active is not null)
            {
                try
                {
                    while (await NextAsync(active, type, cancellationToken).ConfigureAwait(false) is { } item)
                    {
                        backoff.Reset();
                        yield return item;
                    }
                }
                finally
                {
                    await active.Connection.UnsubscribeAsync(active.Subscription).ConfigureAwait(false);
                }
            }

            await backoff.DelayAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Begins the subscription; null when the node cannot be reached, does not make sense or is on another chain now, which may change.
    /// </summary>
    private async Task<Active?> TrySubscribeAsync(
        RpcSubscription names, IReadOnlyList<object?> arguments, CancellationToken cancellationToken)
    {
        try
        {
            RpcConnection connection = await ConnectedAsync(cancellationToken).ConfigureAwait(false);
            return new(connection, await connection.SubscribeAsync(names, arguments, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is NodeUnavailableException or NodeProtocolException or OtherChainException)
        {
            // ConnectionChanged has told of it.
            return null;
        }
    }

    /// <summary>The next notification; null when the subscription has ended and is to be begun again.</summary>
    private async Task<T?> NextAsync<T>(Active active, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            JsonElement result = await active.Subscription.Results.ReadAsync(cancellationToken).ConfigureAwait(false);
            return Read(active.Subscription.Names.Notification, result, type);
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            return null;
        }
        catch (NodeProtocolException exception)
        {
            active.Connection.Abandon(exception);
            return null;
        }
    }

    private sealed record Active(RpcConnection Connection, Subscription Subscription);
}
