using System.Net.Http.Headers;
using System.Text.Json;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Node.Client;

/// <summary>The node's standard chain and system methods over plain HTTP: for reading blocks, which needs no subscriptions.</summary>
public sealed class HttpChainClient : IChainClient, IDisposable
{
    private readonly Uri _url;
    private readonly HttpClient _http;
    private readonly int _maxResponseBytes;
    private readonly ChainClient _chain;
    private long _lastId;

    /// <param name="url">Address of the node's RPC, http:// or https://.</param>
    /// <param name="timeout">How long the node may take for an answer; a minute when null.</param>
    /// <param name="maxResponseBytes">Largest answer accepted.</param>
    /// <exception cref="ArgumentException">Not an HTTP address.</exception>
    public HttpChainClient(Uri url, TimeSpan? timeout = null, int maxResponseBytes = 64 * 1024 * 1024)
    {
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException($"The node's address must be like http://127.0.0.1:9944, not \"{url.OriginalString}\".", nameof(url));
        }

        _url = url;
        _maxResponseBytes = maxResponseBytes;
        _http = new() { Timeout = timeout ?? TimeSpan.FromMinutes(1), MaxResponseContentBufferSize = maxResponseBytes };
        _chain = new(InvokeAsync);
    }

    public Task<Bytes32?> GetBlockHashAsync(uint blockNumber, CancellationToken cancellationToken) =>
        _chain.GetBlockHashAsync(blockNumber, cancellationToken);

    public Task<SignedChainBlock?> GetBlockAsync(Bytes32 blockHash, CancellationToken cancellationToken) =>
        _chain.GetBlockAsync(blockHash, cancellationToken);

    public Task<ChainHeader?> GetHeaderAsync(Bytes32? blockHash, CancellationToken cancellationToken) =>
        _chain.GetHeaderAsync(blockHash, cancellationToken);

    public Task<Bytes32> GetFinalizedHeadAsync(CancellationToken cancellationToken) => _chain.GetFinalizedHeadAsync(cancellationToken);

    public Task<string> GetChainAsync(CancellationToken cancellationToken) => _chain.GetChainAsync(cancellationToken);

    public Task<SystemHealth> GetHealthAsync(CancellationToken cancellationToken) => _chain.GetHealthAsync(cancellationToken);

    public Task<RpcMethods> GetMethodsAsync(CancellationToken cancellationToken) => _chain.GetMethodsAsync(cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> InvokeAsync(string method, IReadOnlyList<object?> arguments, CancellationToken cancellationToken)
    {
        long id = Interlocked.Increment(ref _lastId);
        using ByteArrayContent content = new(Request(id, method, arguments));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        byte[] answer;
        try
        {
            using HttpResponseMessage response = await _http.PostAsync(_url, content, cancellationToken).ConfigureAwait(false);
            answer = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new NodeUnavailableException($"The node at {_url} answered {method} with HTTP status {(int)response.StatusCode}.");
            }
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new NodeProtocolException($"The node at {_url} answered {method} with more than {_maxResponseBytes} bytes.", exception);
        }
        catch (HttpRequestException exception)
        {
            throw new NodeUnavailableException(
                $"No node answers at {_url}: {exception.GetBaseException().Message}. Is the address right and the node running?", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeUnavailableException($"The node at {_url} did not answer {method} within {_http.Timeout.TotalSeconds} s.", exception);
        }

        return Result(method, id, answer);
    }

    private static byte[] Request(long id, string method, IReadOnlyList<object?> arguments)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteNumber("id", id);
            writer.WriteString("method", method);
            writer.WriteStartArray("params");
            foreach (object? argument in arguments)
            {
                switch (argument)
                {
                    case string text:
                        writer.WriteStringValue(text);
                        break;
                    case uint number:
                        writer.WriteNumberValue(number);
                        break;
                    default:
                        throw new NotSupportedException($"No chain method takes {argument?.GetType().Name ?? "null"}.");
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private JsonElement Result(string method, long id, byte[] answer)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("id", out JsonElement answered)
                && answered.ValueKind == JsonValueKind.Number
                && answered.TryGetInt64(out long answeredId)
                && answeredId == id)
            {
                if (root.TryGetProperty("result", out JsonElement result))
                {
                    return result.Clone();
                }

                if (root.TryGetProperty("error", out JsonElement error)
                    && error.ValueKind == JsonValueKind.Object
                    && error.TryGetProperty("code", out JsonElement code)
                    && code.ValueKind == JsonValueKind.Number
                    && code.TryGetInt32(out int number)
                    && error.TryGetProperty("message", out JsonElement message))
                {
                    throw new NodeErrorException(method, number, message.ToString());
                }
            }
        }
        catch (JsonException exception)
        {
            throw new NodeProtocolException($"The node at {_url} answered {method} with something that is not JSON.", exception);
        }

        throw new NodeProtocolException($"The node at {_url} answered {method} with something that is not JSON-RPC.");
    }
}
