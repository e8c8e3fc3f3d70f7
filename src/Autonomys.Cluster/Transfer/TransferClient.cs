using System.Net;
using System.Net.Http.Headers;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Cluster.Transfer;

/// <summary>Reads and writes the data plane of peers; what arrives damaged, too large or too slowly is an error. Share one.</summary>
public sealed class TransferClient : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    private readonly HttpClient _http;

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
    }

    /// <summary>A body of exactly <paramref name="size"/> bytes.</summary>
    /// <exception cref="TransferException">The peer does not have it, cannot be reached, or sends something else.</exception>
    public Task<byte[]> GetAsync(string endpoint, string path, int size, TimeSpan timeout, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(endpoint), path)), size, size, timeout, cancellationToken);

    /// <summary>Bytes from <paramref name="offset"/> on of something larger.</summary>
    /// <exception cref="TransferException">The peer does not have it, cannot be reached, or sends something else.</exception>
    public Task<byte[]> GetRangeAsync(
        string endpoint, string path, long offset, int size, TimeSpan timeout, CancellationToken cancellationToken)
    {
        HttpRequestMessage request = new(HttpMethod.Get, new Uri(new Uri(endpoint), path));
        request.Headers.Range = new RangeHeaderValue(offset, offset + size - 1);
        return SendAsync(request, size, size, timeout, cancellationToken);
    }

    /// <summary>Sends a body and gives the answer, of at most <paramref name="maxSize"/> bytes.</summary>
    /// <exception cref="TransferException">The peer refuses, cannot be reached, or sends something else.</exception>
    public Task<byte[]> PostAsync(
        string endpoint, string path, ReadOnlyMemory<byte> body, int maxSize, TimeSpan timeout, CancellationToken cancellationToken)
    {
        HttpRequestMessage request = new(HttpMethod.Post, new Uri(new Uri(endpoint), path)) { Content = new ReadOnlyMemoryContent(body) };
        request.Headers.Add(TransferHeaders.Hash, Blake3.Hash(body.Span).ToString());
        return SendAsync(request, null, maxSize, timeout, cancellationToken);
    }

    /// <exception cref="TransferException">The peer refuses or cannot be reached.</exception>
    public Task DeleteAsync(string endpoint, string path, TimeSpan timeout, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Delete, new Uri(new Uri(endpoint), path)), null, 0, timeout, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<byte[]> SendAsync(
        HttpRequestMessage request, int? size, int maxSize, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using HttpRequestMessage sent = request;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(sent, HttpCompletionOption.ResponseHeadersRead, limit.Token)
                .ConfigureAwait(false);
            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.NoContent))
            {
                throw await RefusalAsync(sent, response, limit.Token).ConfigureAwait(false);
            }

            long length = response.StatusCode == HttpStatusCode.NoContent ? 0 : response.Content.Headers.ContentLength ?? -1;
            if (length < 0 || length > maxSize || (size is { } exact && length != exact))
            {
                throw new TransferException($"{sent.RequestUri} sends {length} bytes instead of {size ?? maxSize}.");
            }

            byte[] body = GC.AllocateUninitializedArray<byte>((int)length);
            Stream stream = await response.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await stream.ReadExactlyAsync(body, limit.Token).ConfigureAwait(false);
            }

            if (length > 0 && (!response.Headers.TryGetValues(TransferHeaders.Hash, out IEnumerable<string>? hash)
                || hash.Single() != Blake3.Hash(body).ToString()))
            {
                throw new TransferException($"{sent.RequestUri} sent bytes that are not the ones it hashed: the transfer or the peer is damaged.");
            }

            return body;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransferException($"{sent.RequestUri} did not answer within {timeout.TotalSeconds:F0} s.");
        }
        catch (HttpRequestException exception)
        {
            throw new TransferException($"{sent.RequestUri}: {exception.Message}", innerException: exception);
        }
        catch (IOException exception) when (exception is not TransferException)
        {
            throw new TransferException($"{sent.RequestUri}: {exception.Message}", innerException: exception);
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
