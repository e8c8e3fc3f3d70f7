using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Autonomys.Cluster.Transfer;

/// <summary>Serves fragments one after the other over a connection that was upgraded from HTTP/1.1, without the server's copies.</summary>
/// <remarks>
/// After the answer 101 the client sends a <see cref="FragmentAddress"/>, waits for a <see cref="FragmentReply"/> and as many bytes as it says,
/// and asks again. The bytes go from the memory of a cache straight to the socket, and from a file with <c>sendfile</c>: this process does
/// not see them. They are checked where they arrive, against the checksum that was stored with them.
/// </remarks>
/// <param name="find">A fragment; null when it is not here.</param>
internal sealed class FragmentStreamEndpoint(Func<FragmentAddress, StoredFragment?> find)
{
    /// <summary>Streams at once; whoever asks for more uses plain requests.</summary>
    private const int MaxStreams = 512;

    /// <summary>A client that asks for nothing for so long has no use for its stream.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Slower than this for one fragment nobody waits.</summary>
    private static readonly TimeSpan SendTimeout = TimeSpan.FromMinutes(1);

    private int _streams;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(DataPlane.FragmentStream, (RequestDelegate)ServeAsync);

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade
            || context.Request.Headers.Upgrade != DataPlane.FragmentStreamProtocol
            || context.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
        {
            context.Response.Headers.Upgrade = DataPlane.FragmentStreamProtocol;
            await TransferServer.RefuseAsync(
                context, StatusCodes.Status426UpgradeRequired, $"ask with Upgrade: {DataPlane.FragmentStreamProtocol}").ConfigureAwait(false);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _streams) > MaxStreams)
            {
                await TransferServer.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "too many streams").ConfigureAwait(false);
                return;
            }

            context.Response.Headers.Upgrade = DataPlane.FragmentStreamProtocol;
            Stream requests = await upgrade.UpgradeAsync().ConfigureAwait(false);
            await using (requests.ConfigureAwait(false))
            {
                await ServeAsync(context, requests, socket).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    private async Task ServeAsync(HttpContext context, Stream requests, Socket socket)
    {
        CancellationToken stopping = context.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted);

        // Whoever is in the middle of sending to a client that does not read, or that is gone, is ended by the end of the connection.
        using CancellationTokenRegistration aborted = ended.Token.Register(context.Abort);
        using FragmentSender sender = new(socket);
        byte[] request = new byte[FragmentAddress.Size];
        try
        {
            while (true)
            {
                ended.CancelAfter(IdleTimeout);
                if (await requests.ReadAtLeastAsync(request, request.Length, throwOnEndOfStream: false, ended.Token).ConfigureAwait(false) < request.Length)
                {
                    return;
                }

                ended.CancelAfter(SendTimeout);
                FragmentAddress address = FragmentAddress.Read(request);
                using StoredFragment? found = address.IsValid ? find(address) : null;
                await sender.SendAsync(found, ended.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The client is gone or too slow, the server stops, or the disk failed in the middle: all that can be done is to end the stream.
            context.Abort();
        }
    }
}
