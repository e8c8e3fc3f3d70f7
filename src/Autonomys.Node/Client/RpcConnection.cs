using System.Net.WebSockets;
using System.Text.Json;
using Autonomys.Node.Contract;
using StreamJsonRpc;

namespace Autonomys.Node.Client;

/// <summary>One WebSocket connection to a node, from being made to being lost: requests, and streams of notifications.</summary>
internal sealed class RpcConnection : IAsyncDisposable
{
    private static readonly TimeSpan UnsubscribeTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly Uri _url;
    private readonly JsonRpc _rpc;
    private readonly SubscriptionTable _subscriptions = new();
    private readonly TimeSpan _requestTimeout;
    private readonly TimeProvider _timeProvider;
    private readonly TaskCompletionSource<NodeException> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RpcConnection(WebSocket socket, RpcNodeClientOptions options)
    {
        _url = options.Url;
        _requestTimeout = options.RequestTimeout;
        _timeProvider = options.TimeProvider;
        WebSocketMessageHandler handler = new(new BoundedWebSocket(socket, options.MaxMessageBytes), new SystemTextJsonFormatter());

        // Without a strategy, giving up a request sends nothing: nodes know no $/cancelRequest.
        _rpc = new JsonRpc(handler) { CancellationStrategy = null, SynchronizationContext = new InlineContext() };
        foreach (RpcSubscription names in (ReadOnlySpan<RpcSubscription>)
            [
                NodeRpc.SlotInfo, NodeRpc.RewardSigning, NodeRpc.ArchivedSegmentHeader, NodeRpc.ObjectMappings, NodeRpc.FilteredObjectMappings,
            ])
        {
            Action<JsonElement> receive = parameters => _subscriptions.Receive(names.Notification, parameters);
            _rpc.AddLocalRpcMethod(
                receive.Method, receive.Target, new JsonRpcMethodAttribute(names.Notification) { UseSingleObjectParameterDeserialization = true });
        }

        _rpc.Disconnected += (_, lost) => OnDisconnected(lost);
        _rpc.StartListening();
    }

    /// <summary>Completes, with the reason, when the connection is lost.</summary>
    public Task<NodeException> Lost => _lost.Task;

    /// <exception cref="NodeUnavailableException">Nobody answers.</exception>
    /// <exception cref="NodeProtocolException">Somebody answers who does not speak WebSocket.</exception>
    public static async Task<RpcConnection> ConnectAsync(RpcNodeClientOptions options, CancellationToken cancellationToken)
    {
        ClientWebSocket socket = new();
        socket.Options.KeepAliveInterval = options.KeepAliveInterval;
        socket.Options.KeepAliveTimeout = options.KeepAliveTimeout;
        using CancellationTokenSource timeout = new(options.ConnectTimeout, options.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(options.Url, either.Token).ConfigureAwait(false);
            return new RpcConnection(socket, options);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new NodeUnavailableException(
                $"No node answers at {options.Url} within {options.ConnectTimeout.TotalSeconds} s. Is the address right and the node running?",
                exception);
        }
        catch (WebSocketException exception) when (exception.WebSocketErrorCode == WebSocketError.NotAWebSocket)
        {
            socket.Dispose();
            throw new NodeProtocolException($"{options.Url} answers, but not as a node's RPC: {exception.Message}", exception);
        }
        catch (WebSocketException exception)
        {
            socket.Dispose();
            throw new NodeUnavailableException(
                $"No node answers at {options.Url}: {exception.GetBaseException().Message}. Is the address right and the node running?",
                exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>One request; the result as it came.</summary>
    /// <exception cref="NodeException">No answer, an error, or no JSON-RPC.</exception>
    public async Task<JsonElement> InvokeAsync(string method, IReadOnlyList<object?> arguments, CancellationToken cancellationToken)
    {
        Task<JsonElement>? call = null;
        try
        {
            call = _rpc.InvokeWithCancellationAsync<JsonElement>(method, arguments, CancellationToken.None);
            return await call.WaitAsync(_requestTimeout, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            Unobserved.Ignore(call);
            throw new NodeUnavailableException(
                $"The node at {_url} did not answer {method} within {_requestTimeout.TotalSeconds} s.", exception);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Unobserved.Ignore(call);
            throw;
        }
        catch (RemoteMethodNotFoundException exception)
        {
            throw new NodeErrorException(method, (int?)exception.ErrorCode ?? NodeRpc.MethodNotFoundCode, exception.Message);
        }
        catch (RemoteInvocationException exception)
        {
            throw new NodeErrorException(method, exception.ErrorCode, exception.Message);
        }
        catch (Exception exception) when (
            exception is ConnectionLostException or ObjectDisposedException or OperationCanceledException or WebSocketException or IOException)
        {
            throw await WhyLostAsync(exception).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RemoteRpcException or JsonException)
        {
            throw new NodeProtocolException($"The node at {_url} answered {method} with something that is not JSON-RPC.", exception);
        }
    }

    /// <summary>Begins a subscription, whose notifications then wait to be read.</summary>
    public async Task<Subscription> SubscribeAsync(
        RpcSubscription names, IReadOnlyList<object?> arguments, CancellationToken cancellationToken)
    {
        JsonElement id = await InvokeAsync(names.Subscribe, arguments, cancellationToken).ConfigureAwait(false);
        if (id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            throw new NodeProtocolException($"The node at {_url} answered {names.Subscribe} with {id.ValueKind} in place of an id.");
        }

        return _subscriptions.Add(names, id);
    }

    /// <summary>Ends a subscription; tells the node as far as it can be reached.</summary>
    public async Task UnsubscribeAsync(Subscription subscription)
    {
        _subscriptions.Remove(subscription);
        if (_lost.Task.IsCompleted)
        {
            return;
        }

        using CancellationTokenSource limit = new(UnsubscribeTimeout, _timeProvider);
        try
        {
            await InvokeAsync(subscription.Names.Unsubscribe, [subscription.Id], limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NodeException or OperationCanceledException)
        {
            // The node forgets the subscription by itself when the connection ends.
        }
    }

    /// <summary>Closes the connection; what waits for it fails, and nothing of it runs on.</summary>
    public async ValueTask DisposeAsync()
    {
        Fail(new NodeUnavailableException($"The connection to {_url} was closed on this side."));
        _rpc.Dispose();
        await _rpc.Completion.WaitAsync(CloseTimeout, _timeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Gives the connection up because of what the node sent on it.</summary>
    public void Abandon(NodeException reason)
    {
        Fail(reason);
        _rpc.Dispose();
    }

    private void OnDisconnected(JsonRpcDisconnectedEventArgs lost)
    {
        NodeException reason = lost.Exception?.GetBaseException() switch
        {
            MessageTooLargeException large => new NodeProtocolException($"{large.Message} The connection to {_url} was closed.", large),
            JsonException json => new NodeProtocolException($"The node at {_url} sent something that is not JSON-RPC: {json.Message}", json),
            _ when lost.Reason == DisconnectedReason.ParseError =>
                new NodeProtocolException($"The node at {_url} sent something that is not JSON-RPC.", lost.Exception),
            _ => new NodeUnavailableException($"The connection to the node at {_url} was lost: {lost.Description}", lost.Exception),
        };
        Fail(reason);
    }

    private void Fail(NodeException reason)
    {
        _lost.TrySetResult(reason);
        _subscriptions.Fail(_lost.Task.Result);
    }

    /// <summary>Why a request did not come through; the library reports the loss of the connection shortly before or after.</summary>
    private async Task<NodeException> WhyLostAsync(Exception exception)
    {
        await Task.WhenAny(_lost.Task, Task.Delay(TimeSpan.FromSeconds(1), _timeProvider)).ConfigureAwait(false);
        return _lost.Task.IsCompleted
            ? await _lost.Task.ConfigureAwait(false)
            : new NodeUnavailableException($"The connection to the node at {_url} was lost.", exception);
    }
}
