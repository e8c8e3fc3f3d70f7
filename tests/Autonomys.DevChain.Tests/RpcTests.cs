using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Autonomys.DevChain.Rpc;

namespace Autonomys.DevChain.Tests;

/// <summary>The server's conventions, over real sockets and without a chain behind it.</summary>
public sealed class RpcTests
{
    private static readonly Autonomys.Node.Contract.RpcSubscription TestNames = new("t_sub", "t_item", "t_unsub");

    [Theory]
    [InlineData("{", """{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}""")]
    [InlineData("[]", """{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Invalid request"}}""")]
    [InlineData("""{"id":7,"method":"t_echo"}""", """{"jsonrpc":"2.0","id":7,"error":{"code":-32600,"message":"Invalid request"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"x","method":"t_none"}""", """{"jsonrpc":"2.0","id":"x","error":{"code":-32601,"message":"Method not found"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"t_echo","params":[5]}""", """{"jsonrpc":"2.0","id":1,"result":5}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"t_echo","params":{"value":6}}""", """{"jsonrpc":"2.0","id":1,"result":6}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"t_echo","params":["a"]}""", "-32602")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"t_echo"}""", "-32602")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"t_fail"}""", """{"jsonrpc":"2.0","id":1,"error":{"code":9001,"message":"no"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"t_bug"}""", "-32603")]
    [InlineData(
        """[{"jsonrpc":"2.0","id":1,"method":"t_echo","params":[1]},{"jsonrpc":"2.0","method":"t_echo","params":[2]},{"jsonrpc":"2.0","id":3,"method":"t_none"}]""",
        """[{"jsonrpc":"2.0","id":1,"result":1},{"jsonrpc":"2.0","id":3,"error":{"code":-32601,"message":"Method not found"}}]""")]
    public async Task Answers_over_web_socket_and_http_are_the_same(string request, string expected)
    {
        await using RpcServer server = await StartAsync(unsafeAllowed: true);
        await using RpcClient client = await RpcClient.ConnectAsync(new Uri($"ws://{server.EndPoint}"));
        await client.SendAsync(request);

        foreach (string answer in new[] { await client.ReceiveTextAsync(), await PostAsync(server, request) })
        {
            if (expected.StartsWith('-'))
            {
                Assert.Contains($"\"code\":{expected},", answer, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal(expected, answer);
            }
        }
    }

    [Fact]
    public async Task Unsafe_methods_are_closed_with_the_code_of_a_missing_method()
    {
        await using RpcServer server = await StartAsync(unsafeAllowed: false);
        await using RpcClient client = await RpcClient.ConnectAsync(new Uri($"ws://{server.EndPoint}"));

        Assert.Equal((-32601, "RPC call is unsafe to be called externally"), await client.ErrorAsync("t_unsafe"));
        Assert.Equal((-32603, "Internal error"), await client.ErrorAsync("t_unsafe_sub"));
    }

    [Fact]
    public async Task A_subscription_answers_with_its_id_before_its_items_and_ends_once()
    {
        List<IRpcSubscriptionSink> sinks = [];
        await using RpcServer server = await StartAsync(unsafeAllowed: true, sinks);
        await using RpcClient client = await RpcClient.ConnectAsync(new Uri($"ws://{server.EndPoint}"));
        await client.SendAsync("""{"jsonrpc":"2.0","id":1,"method":"t_sub"}""");

        using JsonDocument answer = JsonDocument.Parse(await client.ReceiveTextAsync());
        string id = answer.RootElement.GetProperty("result").GetString()!;
        Assert.Equal(16, id.Length);
        Assert.Equal(
            $$$"""{"jsonrpc":"2.0","method":"t_item","params":{"subscription":"{{{id}}}","result":"first"}}""", await client.ReceiveTextAsync());
        sinks[0].Send("{}"u8.ToArray());
        Assert.Contains("\"result\":{}", await client.ReceiveTextAsync(), StringComparison.Ordinal);
        Assert.True((await client.ResultAsync("t_unsub", $"[\"{id}\"]")).GetBoolean());
        Assert.False((await client.ResultAsync("t_unsub", $"[\"{id}\"]")).GetBoolean());
    }

    [Fact]
    public async Task A_subscriber_that_does_not_read_is_cut_off_and_never_waited_for()
    {
        List<IRpcSubscriptionSink> sinks = [];
        await using RpcServer server = await StartAsync(unsafeAllowed: true, sinks);
        await using RpcClient slow = await RpcClient.ConnectAsync(new Uri($"ws://{server.EndPoint}"));
        await slow.ResultAsync("t_sub");
        byte[] large = Encoding.ASCII.GetBytes('"' + new string('x', 1_000_000) + '"');

        // 200 MB can lie neither in queues nor in the system's socket buffers.
        Task sending = Task.Run(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                sinks[0].Send(large);
            }
        });
        await sending.WaitAsync(TimeSpan.FromSeconds(10));

        await using RpcClient other = await RpcClient.ConnectAsync(new Uri($"ws://{server.EndPoint}"));
        Assert.Equal(3, (await other.ResultAsync("t_echo", "[3]")).GetInt32());
    }

    [Fact]
    public async Task Sizes_are_limited()
    {
        await using RpcServer server = await StartAsync(unsafeAllowed: true);
        await using RpcClient client = await RpcClient.ConnectAsync(new Uri($"ws://{server.EndPoint}"));

        await client.SendAsync(new string(' ', 20_001));
        Assert.Contains("-32007", await client.ReceiveTextAsync(), StringComparison.Ordinal);
        Assert.Equal(-32008, (await client.ErrorAsync("t_large")).Code);
        string call = """{"jsonrpc":"2.0","id":1,"method":"t_echo","params":[1]}""";
        await client.SendAsync('[' + string.Join(',', Enumerable.Repeat(call, 11)) + ']');
        Assert.Contains("-32010", await client.ReceiveTextAsync(), StringComparison.Ordinal);
        Assert.Equal(4, (await client.ResultAsync("t_echo", "[4]")).GetInt32());
    }

    [Fact]
    public async Task A_port_in_use_and_foreign_web_pages_are_refused()
    {
        await using RpcServer server = await StartAsync(unsafeAllowed: true);
        DevChainException exception = await Assert.ThrowsAsync<DevChainException>(
            () => RpcServer.StartAsync(server.EndPoint, new RpcRegistry([], []), new RpcLimits(), true, default));
        Assert.Contains("in use", exception.Message, StringComparison.Ordinal);

        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Post, $"http://{server.EndPoint}/");
        request.Headers.Add("Origin", "https://evil.example");
        request.Content = new StringContent("{}", new MediaTypeHeaderValue("application/json"));
        Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(request)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await http.GetAsync($"http://{server.EndPoint}/")).StatusCode);
        Assert.Equal(
            HttpStatusCode.UnsupportedMediaType, (await http.PostAsync($"http://{server.EndPoint}/", new StringContent("{}"))).StatusCode);
    }

    [Fact]
    public async Task Stopping_with_open_clients_takes_less_than_two_seconds()
    {
        RpcServer server = await StartAsync(unsafeAllowed: true);
        await using RpcClient client = await RpcClient.ConnectAsync(new Uri($"ws://{server.EndPoint}"));
        await client.ResultAsync("t_sub");
        using TcpClient idle = new();
        await idle.ConnectAsync(server.EndPoint);

        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(2));
    }

    private static Task<RpcServer> StartAsync(bool unsafeAllowed, List<IRpcSubscriptionSink>? sinks = null)
    {
        RpcMethod[] methods =
        [
            new("t_echo", false, static (parameters, result, _) =>
            {
                result.WriteNumberValue(parameters.UInt64(0, "value"));
                return ValueTask.CompletedTask;
            }),
            new("t_unsafe", true, static (_, _, _) => ValueTask.CompletedTask),
            new("t_fail", false, static (_, _, _) => throw RpcErrorException.Subspace("no")),
            new("t_bug", false, static (_, _, _) => throw new InvalidOperationException("bug")),
            new("t_large", false, static (_, result, _) =>
            {
                result.WriteStringValue(new string('x', 3_000_000));
                return ValueTask.CompletedTask;
            }),
        ];
        RpcSubscribe subscribe = (_, sink, _) =>
        {
            sinks?.Add(sink);
            sink.Send("\"first\""u8.ToArray());
            return new MemoryStream();
        };
        RpcRegistry registry = new(methods, [new(TestNames, false, subscribe), new(new("t_unsafe_sub", "t_u", "t_unsafe_unsub"), true, subscribe)]);
        RpcLimits limits = new() { MaxRequestBytes = 20_000, MaxResponseBytes = 2_000_000, MaxBatchLength = 10 };
        return RpcServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), registry, limits, unsafeAllowed, default);
    }

    private static async Task<string> PostAsync(RpcServer server, string body)
    {
        using HttpClient http = new();
        using HttpResponseMessage response = await http.PostAsync(
            $"http://{server.EndPoint}/", new StringContent(body, new MediaTypeHeaderValue("application/json")));
        return await response.Content.ReadAsStringAsync();
    }
}
