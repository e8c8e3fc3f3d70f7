using System.Buffers;
using System.Text.Json;

namespace Autonomys.DevChain.Rpc;

/// <summary>Turns the bytes of one message, a call or a batch, into the bytes of its answer.</summary>
/// <remarks>
/// Own and thin, because the reference node's conventions (subscription ids and notifications, batches, codes, member order)
/// are what clients of the network rely on, and they are not those of general .NET JSON-RPC libraries.
/// </remarks>
internal sealed class RpcDispatcher(RpcRegistry registry, RpcLimits limits, bool unsafeAllowed)
{
    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = 64 };

    /// <summary>Answers one message.</summary>
    /// <param name="message">UTF-8 JSON.</param>
    /// <param name="scope">Takes the subscriptions that the message starts; null over HTTP, which has none.</param>
    /// <param name="cancellationToken">Ends the call when the connection or the server ends.</param>
    /// <returns>The answer, or null where none is due (notifications).</returns>
    public async Task<byte[]?> DispatchAsync(ReadOnlyMemory<byte> message, RpcMessageScope? scope, CancellationToken cancellationToken)
    {
        if (message.Length > limits.MaxRequestBytes)
        {
            return RpcResponse.Error(null, RpcErrorException.OversizedRequest(limits.MaxRequestBytes));
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(message, DocumentOptions);
        }
        catch (JsonException)
        {
            return RpcResponse.Error(null, RpcErrorException.Parse());
        }

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? await BatchAsync(document.RootElement, scope, cancellationToken)
                : await CallAsync(document.RootElement, scope, cancellationToken);
        }
    }

    private async Task<byte[]?> BatchAsync(JsonElement batch, RpcMessageScope? scope, CancellationToken cancellationToken)
    {
        int length = batch.GetArrayLength();
        if (length == 0)
        {
            return RpcResponse.Error(null, RpcErrorException.InvalidRequest());
        }

        if (length > limits.MaxBatchLength)
        {
            return RpcResponse.Error(null, RpcErrorException.TooBigBatch(limits.MaxBatchLength));
        }

        ArrayBufferWriter<byte> answer = new();
        foreach (JsonElement call in batch.EnumerateArray())
        {
            if (await CallAsync(call, scope, cancellationToken) is { } response)
            {
                answer.Write(answer.WrittenCount == 0 ? "["u8 : ","u8);
                answer.Write(response);
                if (answer.WrittenCount > limits.MaxResponseBytes)
                {
                    return RpcResponse.Error(null, RpcErrorException.OversizedResponse(limits.MaxResponseBytes));
                }
            }
        }

        if (answer.WrittenCount == 0)
        {
            return null;
        }

        answer.Write("]"u8);
        return answer.WrittenSpan.ToArray();
    }

    private async Task<byte[]?> CallAsync(JsonElement call, RpcMessageScope? scope, CancellationToken cancellationToken)
    {
        JsonElement? id = null;
        try
        {
            bool hasId = call.ValueKind == JsonValueKind.Object && call.TryGetProperty("id", out JsonElement idElement) && IsId(idElement, out id);
            if (call.ValueKind != JsonValueKind.Object
                || !call.TryGetProperty("jsonrpc", out JsonElement version) || version.ValueKind != JsonValueKind.String || !version.ValueEquals("2.0"u8)
                || !call.TryGetProperty("method", out JsonElement method) || method.ValueKind != JsonValueKind.String
                || (!hasId && call.TryGetProperty("id", out _))
                || (call.TryGetProperty("params", out JsonElement parameters)
                    && parameters.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object or JsonValueKind.Null)))
            {
                throw RpcErrorException.InvalidRequest();
            }

            if (!hasId)
            {
                // A notification from a client: the node has none that it acts on.
                return null;
            }

            RpcParameters read = new(parameters.ValueKind == JsonValueKind.Undefined ? null : parameters);
            byte[] response = await AnswerAsync(id, method.GetString()!, read, scope, cancellationToken);
            return response.Length <= limits.MaxResponseBytes
                ? response
                : throw RpcErrorException.OversizedResponse(limits.MaxResponseBytes);
        }
        catch (RpcErrorException error)
        {
            return RpcResponse.Error(id, error);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A handler's own failure is the caller's to see: it must neither end the connection nor be lost.
            return RpcResponse.Error(
                id, new RpcErrorException(RpcErrorException.InternalErrorCode, "Internal error", $"{exception.GetType().Name}: {exception.Message}"));
        }
    }

    private async Task<byte[]> AnswerAsync(
        JsonElement? id, string name, RpcParameters parameters, RpcMessageScope? scope, CancellationToken cancellationToken)
    {
        if (registry.Method(name) is { } method)
        {
            if (method.IsUnsafe && !unsafeAllowed)
            {
                throw RpcErrorException.UnsafeCall();
            }

            ArrayBufferWriter<byte> result = new();
            using (Utf8JsonWriter writer = new(result, RpcResponse.WriterOptions))
            {
                await method.Handler(parameters, writer, cancellationToken);
            }

            return RpcResponse.Result(id, result.WrittenSpan);
        }

        if (registry.SubscribedBy(name) is { } subscription)
        {
            // Over HTTP, and where unsafe calls are closed, the reference drops the request: the caller sees an internal error.
            if (scope is null || (subscription.IsUnsafe && !unsafeAllowed))
            {
                throw RpcErrorException.Internal();
            }

            string started = scope.Subscribe(subscription, parameters, unsafeAllowed);
            return RpcResponse.Result(id, JsonSerializer.SerializeToUtf8Bytes(started, RpcJson.Default.String));
        }

        if (registry.UnsubscribedBy(name) is not null)
        {
            if (scope is null)
            {
                throw RpcErrorException.Internal();
            }

            string subscriptionId = parameters.Required(0, "subscription", static value => value.GetString());
            return RpcResponse.Result(id, scope.Unsubscribe(subscriptionId) ? "true"u8 : "false"u8);
        }

        throw RpcErrorException.MethodNotFound();
    }

    /// <summary>An id is a number, a string or null.</summary>
    private static bool IsId(JsonElement element, out JsonElement? id)
    {
        bool valid = element.ValueKind is JsonValueKind.Number or JsonValueKind.String or JsonValueKind.Null;
        id = valid ? element : null;
        return valid;
    }
}
