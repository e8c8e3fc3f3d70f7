using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Node.Client;

/// <summary>The standard chain and system methods over any transport. Their hex has a 0x prefix.</summary>
internal sealed class ChainClient(RpcCall call) : IChainClient
{
    public async Task<Bytes32?> GetBlockHashAsync(uint blockNumber, CancellationToken cancellationToken) =>
        Hash(NodeRpc.ChainGetBlockHash, await call(NodeRpc.ChainGetBlockHash, [blockNumber], cancellationToken).ConfigureAwait(false));

    public Task<SignedChainBlock?> GetBlockAsync(Bytes32 blockHash, CancellationToken cancellationToken) =>
        OptionalAsync(NodeRpc.ChainGetBlock, ["0x" + blockHash], NodeJsonContext.Default.SignedChainBlock, cancellationToken);

    public Task<ChainHeader?> GetHeaderAsync(Bytes32? blockHash, CancellationToken cancellationToken) =>
        OptionalAsync(
            NodeRpc.ChainGetHeader,
            blockHash is { } hash ? ["0x" + hash] : [],
            NodeJsonContext.Default.ChainHeader,
            cancellationToken);

    public async Task<Bytes32> GetFinalizedHeadAsync(CancellationToken cancellationToken) =>
        Hash(
            NodeRpc.ChainGetFinalizedHead,
            await call(NodeRpc.ChainGetFinalizedHead, [], cancellationToken).ConfigureAwait(false))
        ?? throw new NodeProtocolException($"The node answered {NodeRpc.ChainGetFinalizedHead} with null.");

    public Task<string> GetChainAsync(CancellationToken cancellationToken) =>
        RequiredAsync(NodeRpc.SystemChain, NodeJsonContext.Default.String, cancellationToken);

    public Task<SystemHealth> GetHealthAsync(CancellationToken cancellationToken) =>
        RequiredAsync(NodeRpc.SystemHealth, NodeJsonContext.Default.SystemHealth, cancellationToken);

    public Task<RpcMethods> GetMethodsAsync(CancellationToken cancellationToken) =>
        RequiredAsync(NodeRpc.Methods, NodeJsonContext.Default.RpcMethods, cancellationToken);

    private static Bytes32? Hash(string method, JsonElement result)
    {
        if (result.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[Bytes32.Size];
        string? text = result.ValueKind == JsonValueKind.String ? result.GetString() : null;
        bool read = text is { Length: 2 + (2 * Bytes32.Size) }
            && text.StartsWith("0x", StringComparison.Ordinal)
            && Convert.FromHexString(text.AsSpan(2), bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        return read
            ? Bytes32.From(bytes)
            : throw new NodeProtocolException($"The node answered {method} with something that is not 0x and 64 hex digits.");
    }

    private async Task<T> RequiredAsync<T>(string method, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        await OptionalAsync(method, [], type, cancellationToken).ConfigureAwait(false)
        ?? throw new NodeProtocolException($"The node answered {method} with null.");

    private async Task<T?> OptionalAsync<T>(
        string method, IReadOnlyList<object?> arguments, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        JsonElement result = await call(method, arguments, cancellationToken).ConfigureAwait(false);
        try
        {
            return result.ValueKind == JsonValueKind.Null ? null : result.Deserialize(type);
        }
        catch (JsonException exception)
        {
            throw new NodeProtocolException($"The node answered {method} with something unexpected: {exception.Message}", exception);
        }
    }
}
