using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Autonomys.Primitives.Hashing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Autonomys.Cluster.Transfer;

/// <summary>The data plane of one component: HTTP/1.1 over TCP, for whoever has the cluster's token.</summary>
public sealed class TransferServer : IAsyncDisposable
{
    /// <summary>Bytes of the largest body that is accepted.</summary>
    public const int MaxBodySize = 8 << 20;

    /// <summary>Bytes that an answer is written in at a time, and bytes of it that wait for the network at most.</summary>
    private const int BlockSize = 128 << 10;
    private const int MaxWaiting = 2 * BlockSize;

    private static readonly NetworkMemory Memory = new();

    private readonly WebApplication _application;

    private TransferServer(WebApplication application, Uri endpoint)
    {
        _application = application;
        Endpoint = endpoint;
    }

    /// <summary>Address that peers reach it at.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="listenOn">Address and port; port 0 takes a free one, address 0.0.0.0 all that the machine has.</param>
    /// <param name="advertised">Address that peers reach this machine at, when <paramref name="listenOn"/> is not one.</param>
    /// <param name="token">Who may talk to it.</param>
    /// <param name="map">Adds what it serves.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <param name="reachedAt">Address and port that peers reach it at, when neither of the two is right.</param>
    /// <exception cref="IOException">The port is in use, or the address is not this machine's.</exception>
    public static async Task<TransferServer> StartAsync(
        IPEndPoint listenOn,
        IPAddress advertised,
        ClusterToken token,
        Action<IEndpointRouteBuilder> map,
        CancellationToken cancellationToken,
        IPEndPoint? reachedAt = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(listenOn);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodySize;
            kestrel.Limits.MaxResponseBufferSize = MaxWaiting;
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>>(Memory);
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        WebApplication application = builder.Build();
        application.Use(async (context, next) =>
        {
            if (!token.Allows(context.Request.Headers.Authorization))
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            }

            await next(context).ConfigureAwait(false);
        });
        application.UseRouting();
        application.MapGet(DataPlane.ProcessorTime, (RequestDelegate)SendProcessorTimeAsync);
        map(application);
        application.UseEndpoints(_ => { });
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new IOException(
                $"{listenOn} cannot be listened on: {exception.Message} Choose another with --listen-on IP:PORT (--listen-port for a plot-server).", exception);
        }

        int port = reachedAt?.Port ?? new Uri(application.Urls.First()).Port;
        IPAddress address = reachedAt?.Address ?? (listenOn.Address.Equals(IPAddress.Any) || listenOn.Address.Equals(IPAddress.IPv6Any) ? advertised : listenOn.Address);
        return new TransferServer(application, new UriBuilder("http", address.ToString(), port).Uri);
    }

    /// <summary>Sends bytes with their BLAKE3.</summary>
    public static Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body, int status = StatusCodes.Status200OK) =>
        SendAsync(context, body, Blake3.Hash(body.Span), status);

    /// <summary>Sends bytes whose BLAKE3 is known, and gives their memory back.</summary>
    internal static async Task SendAsync(HttpContext context, HashedBytes body, int status = StatusCodes.Status200OK)
    {
        using (body)
        {
            await SendAsync(context, body.Bytes, body.Hash, status).ConfigureAwait(false);
        }
    }

    /// <summary>Says why not, in a line of text.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(reason, context.RequestAborted);
    }

    /// <summary>Reads a body and compares it with the BLAKE3 that came with it; null, after an answer, when they differ.</summary>
    public static async Task<byte[]?> ReceiveAsync(HttpContext context)
    {
        using MemoryStream body = new((int)Math.Min(context.Request.ContentLength ?? 0, MaxBodySize));
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        byte[] bytes = body.ToArray();
        if (Blake3.Hash(bytes).ToString() == context.Request.Headers[TransferHeaders.Hash])
        {
            return bytes;
        }

        await RefuseAsync(context, StatusCodes.Status400BadRequest, "the body is not the one that was hashed").ConfigureAwait(false);
        return null;
    }

    /// <summary>A number of the path; null where it is none.</summary>
    public static ulong? Number(HttpContext context, string name) =>
        ulong.TryParse(context.Request.RouteValues[name] as string, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null;

    /// <summary>What <see cref="SendProcessorTimeAsync"/> sends.</summary>
    internal static TimeSpan ReadProcessorTime(ReadOnlySpan<byte> body) => new(BinaryPrimitives.ReadInt64LittleEndian(body));

    /// <summary>Address of this machine that a host is reached from.</summary>
    public static IPAddress LocalAddressTowards(string host, int port)
    {
        try
        {
            using Socket socket = new(SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(host, port);
            IPAddress address = ((IPEndPoint)socket.LocalEndPoint!).Address;
            return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        }
        catch (SocketException)
        {
            return IPAddress.Loopback;
        }
    }

    private static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body, Blake3Hash hash, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = body.Length;
        context.Response.Headers[TransferHeaders.Hash] = hash.ToString();

        // In blocks: what is copied for the network is sent while it is still in the processor's cache.
        for (int position = 0; position < body.Length; position += BlockSize)
        {
            ReadOnlyMemory<byte> block = body.Slice(position, Math.Min(BlockSize, body.Length - position));
            await context.Response.Body.WriteAsync(block, context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>Processor time of this process so far, in units of 100 ns: i64, little-endian.</summary>
    private static async Task SendProcessorTimeAsync(HttpContext context)
    {
        byte[] body = new byte[DataPlane.ProcessorTimeSize];
        BinaryPrimitives.WriteInt64LittleEndian(body, Environment.CpuUsage.TotalTime.Ticks);
        await SendAsync(context, body).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(1));
        await _application.StopAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _application.DisposeAsync().ConfigureAwait(false);
    }
}
