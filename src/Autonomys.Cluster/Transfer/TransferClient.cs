using System.Net;
using System.Net.Http.Headers;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Cluster.Transfer;

/// <summary>Reads and writes the data plane of peers; what arrives damaged, too large or too slowly is an error. Share one.</summary>
public sealed class TransferClient : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    private readonly HttpClient _http;
    private readonly FragmentStreams _streams;

    public TransferClient(ClusterToken token)
    {
        SocketsHttpHandler handler = new()
        {
            ConnectTimeout = ConnectTimeout,
            MaxConnectionsPerServer = 32,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
        };
        _http = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(token.Header);
        _streams = new FragmentStreams(token.Header, ConnectTimeout);
    }

    /// <summary>A body of exactly <paramref name="size"/> bytes.</summary>
    /// <exception cref="TransferException">The peer does not have it, cannot be reached, or sends something else.</exception>
    public async Task<byte[]> GetAsync(string endpoint, string path, int size, TimeSpan timeout, CancellationToken cancellationToken)
    {
        byte[] body = GC.AllocateUninitializedArray<byte>(size);
        await GetAsync(endpoint, path, body, timeout, cancellationToken).ConfigureAwait(false);
        return body;
    }

    /// <summary>Fills <paramref name="body"/> with one of exactly its length, and gives its BLAKE3, which was compared.</summary>
    /// <remarks>Nothing writes into the memory any more when the task has ended, however it did.</remarks>
    /// <exception cref="TransferException">The peer does not have it, cannot be reached, or sends something else.</exception>
    public Task<Blake3Hash> GetAsync(string endpoint, string path, Memory<byte> body, TimeSpan timeout, CancellationToken cancellationToken) =>
        SendAsync(Get(endpoint, path), Exactly(body), timeout, cancellationToken);

    /// <summary>Fills <paramref name="body"/> with a fragment of exactly its length, and gives its BLAKE3, which was compared.</summary>
    /// <inheritdoc cref="GetAsync(string, string, Memory{byte}, TimeSpan, CancellationToken)" path="/remarks"/>
    /// <exception cref="TransferException">The peer does not have it, cannot be reached, or sends something else.</exception>
    internal async Task<Blake3Hash> GetFragmentAsync(
        string endpoint, FragmentAddress address, Memory<byte> body, TimeSpan timeout, CancellationToken cancellationToken) =>
        await LimitAsync(endpoint, timeout, token => _streams.TryGetAsync(endpoint, address, body, token), cancellationToken).ConfigureAwait(false)
        ?? await GetAsync(endpoint, DataPlane.Fragment(address), body, timeout, cancellationToken).ConfigureAwait(false);

    /// <summary>Fills <paramref name="body"/> with bytes from <paramref name="offset"/> on of something larger.</summary>
    /// <inheritdoc cref="GetAsync(string, string, Memory{byte}, TimeSpan, CancellationToken)" path="/remarks"/>
    /// <exception cref="TransferException">The peer does not have it, cannot be reached, or sends something else.</exception>
    public Task<Blake3Hash> GetRangeAsync(
        string endpoint, string path, long offset, Memory<byte> body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        HttpRequestMessage request = Get(endpoint, path);
        request.Headers.Range = new RangeHeaderValue(offset, offset + body.Length - 1);
        return SendAsync(request, Exactly(body), timeout, cancellationToken);
    }

    /// <summary>Sends a body and gives the answer, of at most <paramref name="maxSize"/> bytes.</summary>
    /// <exception cref="TransferException">The peer refuses, cannot be reached, or sends something else.</exception>
    public async Task<byte[]> PostAsync(
        string endpoint, string path, ReadOnlyMemory<byte> body, int maxSize, TimeSpan timeout, CancellationToken cancellationToken)
    {
        byte[] answer = [];
        HttpRequestMessage request = new(HttpMethod.Post, new Uri(new Uri(endpoint), path)) { Content = new ReadOnlyMemoryContent(body) };
        request.Headers.Add(TransferHeaders.Hash, Blake3.Hash(body.Span).ToString());
        await SendAsync(request, (sent, length) => answer = length >= 0 && length <= maxSize ? new byte[length] : throw Unexpected(sent, length, maxSize), timeout, cancellationToken)
            .ConfigureAwait(false);
        return answer;
    }

    /// <exception cref="TransferException">The peer refuses or cannot be reached.</exception>
    public Task DeleteAsync(string endpoint, string path, TimeSpan timeout, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Delete, new Uri(new Uri(endpoint), path)), Exactly(Memory<byte>.Empty), timeout, cancellationToken);

    public void Dispose()
    {
        _streams.Dispose();
        _http.Dispose();
    }

    private static HttpRequestMessage Get(string endpoint, string path) => new(HttpMethod.Get, new Uri(new Uri(endpoint), path));

    private static Func<HttpRequestMessage, long, Memory<byte>> Exactly(Memory<byte> body) =>
        (request, length) => length == body.Length ? body : throw Unexpected(request, length, body.Length);

    private static TransferException Unexpected(HttpRequestMessage request, long length, int expected) =>
        new($"{request.RequestUri} sends {length} bytes instead of {expected}.");

    /// <param name="request">The request; disposed.</param>
    /// <param name="place">Where a body of so many bytes goes.</param>
    /// <param name="timeout">For all of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task<Blake3Hash> SendAsync(
        HttpRequestMessage request, Func<HttpRequestMessage, long, Memory<byte>> place, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using HttpRequestMessage sent = request;
        return await LimitAsync(
            sent.RequestUri!.ToString(),
            timeout,
            async limit =>
            {
                using HttpResponseMessage response = await _http.SendAsync(sent, HttpCompletionOption.ResponseHeadersRead, limit).ConfigureAwait(false);
                if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.NoContent))
                {
                    throw await RefusalAsync(sent, response, limit).ConfigureAwait(false);
                }

                long length = response.StatusCode == HttpStatusCode.NoContent ? 0 : response.Content.Headers.ContentLength ?? -1;
                Memory<byte> body = place(sent, length);
                Stream stream = await response.Content.ReadAsStreamAsync(limit).ConfigureAwait(false);
                Blake3Hash hash;
                await using (stream.ConfigureAwait(false))
                {
                    hash = await HashedBytes.ReceiveAsync(stream, body, limit).ConfigureAwait(false);
                }

                if (length > 0 && (!response.Headers.TryGetValues(TransferHeaders.Hash, out IEnumerable<string>? told) || told.Single() != hash.ToString()))
                {
                    throw new TransferException($"{sent.RequestUri} sent bytes that are not the ones it hashed: the transfer or the peer is damaged.");
                }

                return hash;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends what takes too long, and tells of all that fails as a <see cref="TransferException"/> that names the peer.</summary>
    private static async Task<T> LimitAsync<T>(
        string peer, TimeSpan timeout, Func<CancellationToken, Task<T>> transfer, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await transfer(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransferException($"{peer} did not answer within {timeout.TotalSeconds:F0} s.");
        }
        catch (Exception exception) when (exception is HttpRequestException or (IOException and not TransferException))
        {
            throw new TransferException($"{peer}: {exception.Message}", innerException: exception);
        }
    }

    private static async Task<TransferException> RefusalAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        const int MaxReason = 1024;
        byte[] reason = new byte[MaxReason];
        Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        int length;
        await using (stream.ConfigureAwait(false))
        {
            length = await stream.ReadAtLeastAsync(reason, MaxReason, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }

        string text = response.StatusCode == HttpStatusCode.Unauthorized
            ? "it belongs to a cluster with another token"
            : System.Text.Encoding.UTF8.GetString(reason.AsSpan(0, length));
        return new TransferException(
            $"{request.RequestUri} answered {(int)response.StatusCode}: {text}",
            isAbsent: response.StatusCode == HttpStatusCode.NotFound,
            isBusy: response.StatusCode == HttpStatusCode.ServiceUnavailable);
    }
}
