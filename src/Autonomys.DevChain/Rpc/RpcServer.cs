using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Autonomys.DevChain.Rpc;

/// <summary>JSON-RPC 2.0 over WebSocket and HTTP on one port.</summary>
internal sealed class RpcServer : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1);

    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stop = new();
    private readonly RpcDispatcher _dispatcher;
    private readonly RpcLimits _limits;
    private int _disposed;

    private RpcServer(IPEndPoint endPoint, RpcDispatcher dispatcher, RpcLimits limits)
    {
        _dispatcher = dispatcher;
        _limits = limits;
        // An empty builder: no configuration files or environment variables decide where a development chain listens.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = limits.MaxConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = limits.MaxConnections;
            // One byte more than a request may have, so that the refusal is a JSON-RPC error and not a torn connection.
            kestrel.Limits.MaxRequestBodySize = limits.MaxRequestBytes + 1L;
            kestrel.Listen(endPoint, listen => listen.Protocols = HttpProtocols.Http1);
        });
        _application = builder.Build();
        _application.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(30) });
        _application.Run(HandleAsync);
    }

    /// <summary>Where the server listens, with the port the system chose where 0 was asked for.</summary>
    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.None, 0);

    /// <summary>Starts listening.</summary>
    /// <exception cref="DevChainException">The address is taken or cannot be listened on.</exception>
    public static async Task<RpcServer> StartAsync(
        IPEndPoint endPoint, RpcRegistry registry, RpcLimits limits, bool unsafeAllowed, CancellationToken cancellationToken)
    {
        RpcServer server = new(endPoint, new RpcDispatcher(registry, limits, unsafeAllowed), limits);
        try
        {
            await server._application.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await server.DisposeAsync();
            throw new DevChainException(
                $"Cannot listen on {endPoint}: the port is in use. Stop the other program, or choose another address with --rpc-listen-on.", exception);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException or InvalidOperationException)
        {
            await server.DisposeAsync();
            throw new DevChainException($"Cannot listen on {endPoint}: {exception.Message}", exception);
        }

        Uri address = new(server._application.Urls.First());
        server.EndPoint = new IPEndPoint(endPoint.Address, address.Port);
        return server;
    }

    /// <summary>Stops listening and ends all connections, within a second.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        // WebSocket loops end by the token; only then can the host stop without waiting for them.
        await _stop.CancelAsync();
        using CancellationTokenSource limit = new(StopTimeout);
        await _application.StopAsync(limit.Token);
        await _application.DisposeAsync();
        _stop.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (!IsTrustedOrigin(context.Request.Headers.Origin))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (context.WebSockets.IsWebSocketRequest)
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, context.RequestAborted);
            await new RpcWebSocketConnection(socket, _dispatcher, _limits).RunAsync(stop.Token);
            return;
        }

        await HandleHttpAsync(context);
    }

    private async Task HandleHttpAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        byte[]? answer;
        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Path == "/health")
        {
            answer = await _dispatcher.DispatchAsync("""{"jsonrpc":"2.0","id":0,"method":"system_health"}"""u8.ToArray(), null, context.RequestAborted);
        }
        else if (!HttpMethods.IsPost(context.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }
        else if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }
        else
        {
            using MemoryStream body = new();
            try
            {
                await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            }
            catch (Microsoft.AspNetCore.Http.BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                return;
            }

            answer = await _dispatcher.DispatchAsync(body.GetBuffer().AsMemory(0, (int)body.Length), null, context.RequestAborted);
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = answer?.Length ?? 0;
        if (answer is not null)
        {
            await response.Body.WriteAsync(answer, context.RequestAborted);
        }
    }

    /// <summary>
    /// Programs send no Origin; a browser always does, and only pages of this machine may talk to a node that signs and pays.
    /// </summary>
    private static bool IsTrustedOrigin(string? origin) =>
        string.IsNullOrEmpty(origin) || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && uri.IsLoopback);
}
