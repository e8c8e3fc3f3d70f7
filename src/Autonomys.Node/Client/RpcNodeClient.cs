using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Node.Client;

/// <summary>A node over WebSocket (JSON-RPC 2.0 as substrate nodes speak it).</summary>
/// <remarks>
/// The connection is made when first needed and again when it was lost. A request is tried once: what to do with a failure is the
/// caller's decision. Subscriptions come back by themselves.
/// </remarks>
public sealed partial class RpcNodeClient : INodeClient
{
    private readonly RpcNodeClientOptions _options;
    private readonly SemaphoreSlim _pieceRequests;
    private readonly CancellationTokenSource _disposed = new();
    private readonly Lock _lock = new();
    private Task<RpcConnection>? _connection;

    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public RpcNodeClient(RpcNodeClientOptions options)
    {
        options.Validate();
        _options = options;
        _pieceRequests = new(options.MaxConcurrentPieceRequests);
        Chain = new ChainClient(InvokeAsync);
    }

    /// <summary>A client with default options.</summary>
    /// <exception cref="ArgumentException">Not a WebSocket address.</exception>
    public RpcNodeClient(Uri url)
        : this(new RpcNodeClientOptions { Url = url })
    {
    }

    /// <summary>The standard chain and system methods over the same connection.</summary>
    public IChainClient Chain { get; }

    public Task<FarmerAppInfo> GetFarmerAppInfoAsync(CancellationToken cancellationToken) =>
        RequestAsync(NodeRpc.GetFarmerAppInfo, [], NodeJsonContext.Default.FarmerAppInfo, cancellationToken);

    public Task SubmitSolutionResponseAsync(SolutionResponse response, CancellationToken cancellationToken) =>
        InvokeAsync(
            NodeRpc.SubmitSolutionResponse,
            [JsonSerializer.SerializeToElement(response, NodeJsonContext.Default.SolutionResponse)],
            cancellationToken);

    public Task SubmitRewardSignatureAsync(RewardSignatureResponse response, CancellationToken cancellationToken) =>
        InvokeAsync(
            NodeRpc.SubmitRewardSignature,
            [JsonSerializer.SerializeToElement(response, NodeJsonContext.Default.RewardSignatureResponse)],
            cancellationToken);

    public Task AcknowledgeArchivedSegmentHeaderAsync(SegmentIndex segmentIndex, CancellationToken cancellationToken) =>
        InvokeAsync(NodeRpc.AcknowledgeArchivedSegmentHeader, [segmentIndex.Value], cancellationToken);

    public async Task<IReadOnlyList<SegmentHeader?>> GetSegmentHeadersAsync(
        IReadOnlyList<SegmentIndex> segmentIndexes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(segmentIndexes.Count, NodeRpc.MaxSegmentHeadersPerRequest);
        SegmentHeader?[] headers = await RequestAsync(
            NodeRpc.SegmentHeaders,
            [segmentIndexes.Select(index => index.Value).ToArray()],
            NodeJsonContext.Default.SegmentHeaderArray,
            cancellationToken).ConfigureAwait(false);
        if (headers.Length != segmentIndexes.Count)
        {
            throw new NodeProtocolException(
                $"The node at {_options.Url} was asked for {segmentIndexes.Count} segment headers and answered {headers.Length}.");
        }

        for (int i = 0; i < headers.Length; i++)
        {
            if (headers[i] is { } header && header.SegmentIndex != segmentIndexes[i])
            {
                throw new NodeProtocolException(
                    $"The node at {_options.Url} was asked for segment header {segmentIndexes[i]} and answered {header.SegmentIndex}.");
            }
        }

        return headers;
    }

    public async Task<IReadOnlyList<SegmentHeader?>> GetLastSegmentHeadersAsync(uint limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, (uint)NodeRpc.MaxSegmentHeadersPerRequest);
        return await RequestAsync(NodeRpc.LastSegmentHeaders, [limit], NodeJsonContext.Default.SegmentHeaderArray, cancellationToken)
            .ConfigureAwait(false);
    }

    public async Task<Piece?> GetPieceAsync(PieceIndex pieceIndex, CancellationToken cancellationToken)
    {
        await _pieceRequests.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            JsonElement result = await InvokeAsync(NodeRpc.Piece, [pieceIndex.Value], cancellationToken).ConfigureAwait(false);
            return result.ValueKind == JsonValueKind.Null ? null : Read(NodeRpc.Piece, result, NodeJsonContext.Default.Piece);
        }
        finally
        {
            _pieceRequests.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task<RpcConnection>? connection;
        lock (_lock)
        {
            connection = _connection;
            _connection = null;
        }

        // First the token, which ends attempts to connect and pauses between them; then the connection, if there is one.
        await _disposed.CancelAsync().ConfigureAwait(false);
        if (connection is not null)
        {
            await ((Task)connection).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (connection.IsCompletedSuccessfully)
            {
                await (await connection.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<T> RequestAsync<T>(
        string method, IReadOnlyList<object?> arguments, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        Read(method, await InvokeAsync(method, arguments, cancellationToken).ConfigureAwait(false), type);

    private async Task<JsonElement> InvokeAsync(string method, IReadOnlyList<object?> arguments, CancellationToken cancellationToken)
    {
        RpcConnection connection = await ConnectedAsync(cancellationToken).ConfigureAwait(false);
        return await connection.InvokeAsync(method, arguments, cancellationToken).ConfigureAwait(false);
    }

    private T Read<T>(string method, JsonElement result, JsonTypeInfo<T> type)
        where T : class => NodeJson.Read(_options.Url, method, result, type);

    /// <summary>The connection, made if there is none; callers that come at the same time share the attempt.</summary>
    private Task<RpcConnection> ConnectedAsync(CancellationToken cancellationToken)
    {
        Task<RpcConnection> connection;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
            if (_connection is null
                || _connection.IsFaulted
                || _connection.IsCanceled
                || (_connection.IsCompletedSuccessfully && _connection.Result.Lost.IsCompleted))
            {
                _connection = ConnectAsync();

                // An attempt that everybody who waited for it has given up may fail unseen.
                Unobserved.Ignore(_connection);
            }

            connection = _connection;
        }

        return connection.WaitAsync(cancellationToken);
    }

    private async Task<RpcConnection> ConnectAsync()
    {
        // Nothing of this, above all no foreign callback, runs under the caller's lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            RpcConnection connection = await RpcConnection.ConnectAsync(_options, _disposed.Token).ConfigureAwait(false);
            await RequireChainAsync(connection).ConfigureAwait(false);
            Report(null);
            _ = connection.Lost.ContinueWith(lost => Report(lost.Result), TaskScheduler.Default);
            return connection;
        }
        catch (NodeException exception)
        {
            Report(exception);
            throw;
        }
        catch (OperationCanceledException) when (_disposed.IsCancellationRequested)
        {
            throw new ObjectDisposedException(GetType().FullName);
        }
    }

    /// <summary>Tells of a connection made, or lost with a reason; the end of the client itself is no loss.</summary>
    private void Report(NodeException? reason)
    {
        if (!_disposed.IsCancellationRequested)
        {
            _options.ConnectionChanged?.Invoke(new(_options.Url, reason is null, reason));
        }
    }

    private async Task RequireChainAsync(RpcConnection connection)
    {
        if (_options.ExpectedGenesisHash is not { } expected)
        {
            return;
        }

        try
        {
            JsonElement result = await connection.InvokeAsync(NodeRpc.GetFarmerAppInfo, [], _disposed.Token).ConfigureAwait(false);
            FarmerAppInfo info = Read(NodeRpc.GetFarmerAppInfo, result, NodeJsonContext.Default.FarmerAppInfo);
            if (info.GenesisHash != expected)
            {
                throw new OtherChainException(expected, info.GenesisHash);
            }
        }
        catch (NodeErrorException exception) when (exception.Code != NodeRpc.MethodNotFoundCode)
        {
            // A node that is just starting cannot tell its chain yet; what was asked for has not been refused.
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new NodeUnavailableException($"The node at {_options.Url} does not say which chain it is on: {exception.Message}", exception);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
