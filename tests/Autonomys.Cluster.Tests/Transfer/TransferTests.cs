using System.Net;
using System.Net.Sockets;
using System.Text;
using Autonomys.Cluster.Transfer;
using Autonomys.Messaging.InProcess;
using Autonomys.Primitives.Hashing;
using Autonomys.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Autonomys.Cluster.Tests.Transfer;

public sealed class TransferTests : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private readonly InProcessBus _bus = new();
    private ClusterToken _token = null!;
    private TransferServer _server = null!;
    private TransferClient _client = null!;
    private byte[]? _received;
    private byte[] _large = [];

    public async ValueTask InitializeAsync()
    {
        _token = await ClusterToken.LoadAsync(_bus, CancellationToken.None);
        _client = new TransferClient(_token);
        _server = await TransferServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0),
            IPAddress.Loopback,
            _token,
            routes =>
            {
                routes.MapGet("/whole", (RequestDelegate)(http => TransferServer.SendAsync(http, Vectors.Bytes("whole", 5000))));
                routes.MapGet("/large", (RequestDelegate)(http => TransferServer.SendAsync(http, _large)));
                routes.MapGet("/none", (RequestDelegate)(http => TransferServer.RefuseAsync(http, 404, "not here")));
                routes.MapPost("/take", (RequestDelegate)(async http =>
                {
                    _received = await TransferServer.ReceiveAsync(http);
                    if (_received is not null)
                    {
                        await TransferServer.SendAsync(http, Vectors.Bytes("taken", 10));
                    }
                }));
                routes.MapDelete("/gone", (RequestDelegate)(http =>
                {
                    http.Response.StatusCode = 204;
                    return Task.CompletedTask;
                }));
            },
            CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _bus.DisposeAsync();
    }

    [Fact]
    public async Task Bytes_go_both_ways_and_are_checked()
    {
        Assert.Equal(Vectors.Bytes("whole", 5000), await _client.GetAsync(Endpoint, "/whole", 5000, Timeout, CancellationToken.None));
        byte[] body = Vectors.Bytes("body", 1 << 20);
        Assert.Equal(Vectors.Bytes("taken", 10), await _client.PostAsync(Endpoint, "/take", body, 100, Timeout, CancellationToken.None));
        Assert.Equal(body, _received);
        await _client.DeleteAsync(Endpoint, "/gone", Timeout, CancellationToken.None);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(HashedBytes.BlockSize)]
    [InlineData(HashedBytes.BlockSize + 1)]
    [InlineData((2 * HashedBytes.BlockSize) - 1)]
    [InlineData((3 * HashedBytes.BlockSize) + 1024)]
    public async Task Bytes_of_any_length_come_into_the_callers_memory(int size)
    {
        _large = Vectors.Bytes("large", size);
        byte[] received = new byte[size];
        Blake3Hash hash = await _client.GetAsync(Endpoint, "/large", received, Timeout, CancellationToken.None);
        Assert.Equal(_large, received);
        Assert.Equal(Blake3.Hash(_large), hash);
    }

    [Fact]
    public async Task The_server_tells_what_it_used()
    {
        byte[] body = await _client.GetAsync(Endpoint, DataPlane.ProcessorTime, DataPlane.ProcessorTimeSize, Timeout, CancellationToken.None);
        Assert.InRange(TransferServer.ReadProcessorTime(body), TimeSpan.FromMilliseconds(1), Environment.CpuUsage.TotalTime);
    }

    [Fact]
    public async Task What_a_peer_does_not_have_is_told_from_what_goes_wrong()
    {
        TransferException absent = await FailAsync("/none");
        Assert.True(absent.IsAbsent);
        Assert.Contains("not here", absent.Message, StringComparison.Ordinal);
        await _server.DisposeAsync();
        Assert.False((await FailAsync("/whole")).IsAbsent);
    }

    [Fact]
    public async Task Another_length_than_the_expected_one_is_refused() =>
        Assert.Contains("5000 bytes instead of 4999", (await FailAsync("/whole", 4999)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Without_the_token_nobody_reads_or_writes()
    {
        using HttpClient stranger = new();
        foreach (string authorization in new[] { "", "Bearer", "Bearer " + new string('0', 64), _token.Header + "0" })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(_server.Endpoint, "/whole"));
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using HttpResponseMessage response = await stranger.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        }

        using HttpResponseMessage posted = await stranger.PostAsync(new Uri(_server.Endpoint, "/take"), new ByteArrayContent([1]));
        Assert.Equal(HttpStatusCode.Unauthorized, posted.StatusCode);
        Assert.Null(_received);
        using TransferClient other = new(await ClusterToken.LoadAsync(new InProcessBus(), CancellationToken.None));
        TransferException refused = await Assert.ThrowsAsync<TransferException>(
            () => other.GetAsync(Endpoint, "/whole", 5000, Timeout, CancellationToken.None));
        Assert.Contains("another token", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_was_changed_on_its_way_is_not_taken()
    {
        using HttpClient honest = new();
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(_server.Endpoint, "/take")) { Content = new ByteArrayContent([1, 2, 3]) };
        request.Headers.TryAddWithoutValidation("Authorization", _token.Header);
        request.Headers.Add("X-Blake3", new string('0', 64));
        using HttpResponseMessage response = await honest.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Null(_received);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nX-Blake3: 0000\r\n\r\n", 100, "not the ones it hashed")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", 100, "not the ones it hashed")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", 50, "")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", 100, "99999999999 bytes instead of 100")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", 100, "-1 bytes instead of 100")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", 0, "302")]
    [InlineData("SSH-2.0-nonsense\r\n", 10, "")]
    [InlineData("", 0, "")]
    public async Task A_peer_that_lies_is_an_error(string answer, int bodyLength, string expected)
    {
        using TcpListener liar = new(IPAddress.Loopback, 0);
        liar.Start();
        Task lying = Task.Run(async () =>
        {
            using TcpClient connection = await liar.AcceptTcpClientAsync();
            byte[] request = new byte[4096];
            _ = await connection.GetStream().ReadAsync(request);
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer + new string('x', bodyLength)));
        });
        string endpoint = $"http://127.0.0.1:{((IPEndPoint)liar.LocalEndpoint).Port}";
        TransferException exception = await Assert.ThrowsAsync<TransferException>(
            () => _client.GetAsync(endpoint, "/whole", 100, Timeout, CancellationToken.None));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        await lying;
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")]
    [InlineData("")]
    public async Task A_peer_that_stalls_is_given_up(string answer)
    {
        using TcpListener slow = new(IPAddress.Loopback, 0);
        slow.Start();
        using CancellationTokenSource ended = new();
        Task stalling = Task.Run(async () =>
        {
            using TcpClient connection = await slow.AcceptTcpClientAsync();
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
            await Task.Delay(System.Threading.Timeout.Infinite, ended.Token);
        });
        string endpoint = $"http://127.0.0.1:{((IPEndPoint)slow.LocalEndpoint).Port}";
        TransferException exception = await Assert.ThrowsAsync<TransferException>(
            () => _client.GetAsync(endpoint, "/whole", 100, TimeSpan.FromMilliseconds(300), CancellationToken.None));
        Assert.Contains("did not answer within", exception.Message, StringComparison.Ordinal);
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stalling);
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_the_remedy()
    {
        IPEndPoint taken = new(IPAddress.Loopback, _server.Endpoint.Port);
        IOException exception = await Assert.ThrowsAsync<IOException>(
            () => TransferServer.StartAsync(taken, IPAddress.Loopback, _token, _ => { }, CancellationToken.None));
        Assert.Contains(taken.ToString(), exception.Message, StringComparison.Ordinal);
        Assert.Contains("--listen-on", exception.Message, StringComparison.Ordinal);
    }

    private string Endpoint => _server.Endpoint.ToString();

    private Task<TransferException> FailAsync(string path, int size = 5000) =>
        Assert.ThrowsAsync<TransferException>(() => _client.GetAsync(Endpoint, path, size, Timeout, CancellationToken.None));
}
