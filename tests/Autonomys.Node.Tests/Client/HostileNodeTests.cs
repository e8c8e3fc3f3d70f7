using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Autonomys.Node.Client;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;
using Connection = Autonomys.Node.Tests.HostileNode.Connection;

namespace Autonomys.Node.Tests.Client;

/// <summary>Sockets that answer wrongly, half, late, or not at all: always an error with a reason, and the next attempt works.</summary>
public sealed class HostileNodeTests
{
    private static readonly Bytes32 Genesis = Bytes32.From(Vectors.Bytes("genesis", 32));
    private static readonly FarmerAppInfo Chain =
        new(Genesis, [], false, TimeSpan.FromSeconds(4), new FarmerProtocolInfo(new(1), 1000, 5, 1, 10, 4));

    private static readonly string ChainJson = JsonSerializer.Serialize(Chain, NodeJsonContext.Default.FarmerAppInfo);

    public static TheoryData<string> Greetings =>
    [
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n",
        "HTTP/1.1 101 Swit",
        "",
    ];

    [Theory]
    [MemberData(nameof(Greetings))]
    public async Task What_is_no_node_is_an_error_that_names_the_address(string greeting)
    {
        await using HostileNode node = new(connection => connection.SendTextBytesAsync(greeting));
        await using RpcNodeClient client = Client(node);
        NodeException exception = await Assert.ThrowsAnyAsync<NodeException>(() => client.GetFarmerAppInfoAsync(default));
        Assert.Contains(node.Url.ToString().TrimEnd('/'), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_accepts_and_says_nothing_is_given_up()
    {
        await using HostileNode node = new(connection => connection.HangAsync());
        await using RpcNodeClient client = Client(node);
        NodeUnavailableException exception = await Assert.ThrowsAsync<NodeUnavailableException>(() => client.GetFarmerAppInfoAsync(default));
        Assert.Contains("No node answers", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_at_all_is_named()
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        Uri url = new($"ws://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
        free.Stop();
        await using RpcNodeClient client = new(new RpcNodeClientOptions { Url = url });
        NodeUnavailableException exception = await Assert.ThrowsAsync<NodeUnavailableException>(() => client.GetFarmerAppInfoAsync(default));
        Assert.Contains("Is the address right and the node running?", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> Garbage => new()
    {
        { "text that is not JSON", Frame(0x81, "this is not JSON"u8) },
        { "JSON that is not JSON-RPC", Frame(0x81, "[[[]]]"u8) },
        { "an answer that nobody asked for", Frame(0x81, "{\"jsonrpc\":\"2.0\",\"id\":4711,\"result\":1}"u8) },
        { "half a message", [0x81, 0x7e, 0x0f, 0xff, (byte)'{', (byte)'"'] },
        { "a frame of a kind that does not exist", [0x87, 0x01, 0x00] },
        { "a masked frame, which only clients send", [0x81, 0x81, 1, 2, 3, 4, 5] },
        { "a frame that says it has 2^63 bytes", [0x82, 0x7f, 0x80, 0, 0, 0, 0, 0, 0, 0] },
        { "noise", Vectors.Bytes("noise", 500) },
        { "nothing", [] },
    };

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task After_nonsense_on_the_wire_the_call_fails_and_the_next_one_has_a_new_connection(string what, byte[] bytes)
    {
        await using HostileNode node = new(
            async connection =>
            {
                await connection.ShakeHandsAsync();
                await connection.ReceiveAsync();
                await connection.SendBytesAsync(bytes);
            },
            AnswerAsync);
        await using RpcNodeClient client = Client(node);
        NodeException exception = await Assert.ThrowsAnyAsync<NodeException>(() => client.GetFarmerAppInfoAsync(default));
        Assert.False(exception is NodeErrorException, what + ": " + exception.Message);
        Assert.Equal(Genesis, (await EventuallyAsync(() => client.GetFarmerAppInfoAsync(default))).GenesisHash);
        Assert.Equal(2, node.Accepted);
    }

    [Fact]
    public async Task A_message_that_never_ends_is_cut_off()
    {
        await using HostileNode node = new(
            async connection =>
            {
                await connection.ShakeHandsAsync();
                await connection.ReceiveAsync();
                while (true)
                {
                    // More and more of one message: first frame, then continuations, none the last.
                    await connection.SendBytesAsync(Frame(0x01, new byte[1000]));
                    await connection.SendBytesAsync(Frame(0x00, new byte[1000]));
                    await connection.SendBytesAsync(Frame(0x00, new byte[60_000]));
                }
            });
        await using RpcNodeClient client = Client(node);
        await Assert.ThrowsAnyAsync<NodeException>(() => client.GetFarmerAppInfoAsync(default));
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_an_error_with_the_limit()
    {
        await using HostileNode node = new(async connection =>
        {
            await connection.ShakeHandsAsync();
            (int id, _) = await connection.ReceiveAsync();
            await connection.AnswerAsync(id, "\"" + new string('x', 100_000) + "\"");
            await connection.HangAsync();
        });
        await using RpcNodeClient client = Client(node, options => options with { MaxMessageBytes = 50_000 });
        NodeProtocolException exception = await Assert.ThrowsAsync<NodeProtocolException>(() => client.GetFarmerAppInfoAsync(default));
        Assert.Contains("more than 50000 bytes", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("17")]
    [InlineData("{\"genesisHash\":\"zz\"}")]
    [InlineData("{\"genesisHash\":\"00\",\"farmingTimeout\":{}}")]
    public async Task An_answer_that_makes_no_sense_is_told_with_the_method(string result)
    {
        await using HostileNode node = new(async connection =>
        {
            await connection.ShakeHandsAsync();
            (int id, _) = await connection.ReceiveAsync();
            await connection.AnswerAsync(id, result);
            await connection.HangAsync();
        });
        await using RpcNodeClient client = Client(node);
        NodeProtocolException exception = await Assert.ThrowsAsync<NodeProtocolException>(() => client.GetFarmerAppInfoAsync(default));
        Assert.Contains("subspace_getFarmerAppInfo", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_given_up_and_one_that_comes_too_late_is_nobodys()
    {
        await using HostileNode node = new(async connection =>
        {
            await connection.ShakeHandsAsync();
            (int late, _) = await connection.ReceiveAsync();
            (int id, _) = await connection.ReceiveAsync();
            await connection.AnswerAsync(late, "\"too late\"");
            while (true)
            {
                await connection.AnswerAsync(id, ChainJson);
                (id, _) = await connection.ReceiveAsync();
            }
        });
        await using RpcNodeClient client = Client(node, options => options with { RequestTimeout = TimeSpan.FromMilliseconds(300) });
        NodeUnavailableException exception = await Assert.ThrowsAsync<NodeUnavailableException>(() => client.GetFarmerAppInfoAsync(default));
        Assert.Contains("did not answer subspace_getFarmerAppInfo within", exception.Message, StringComparison.Ordinal);
        Assert.Equal(Genesis, (await EventuallyAsync(() => client.GetFarmerAppInfoAsync(default))).GenesisHash);
    }

    [Fact]
    public async Task A_refusal_keeps_the_nodes_words_and_code()
    {
        await using HostileNode node = new(async connection =>
        {
            await connection.ShakeHandsAsync();
            (int id, _) = await connection.ReceiveAsync();
            await connection.RefuseAsync(id, 9000, "the database is not ready");
            await connection.HangAsync();
        });
        await using RpcNodeClient client = Client(node);
        NodeErrorException exception = await Assert.ThrowsAsync<NodeErrorException>(() => client.GetFarmerAppInfoAsync(default));
        Assert.Equal((9000, "the database is not ready"), (exception.Code, exception.NodeMessage));
    }

    [Fact]
    public async Task A_subscription_goes_on_over_every_kind_of_loss()
    {
        await using HostileNode node = new(
            connection => SlotsAsync(connection, 1, 2),
            connection => connection.SendTextBytesAsync("nonsense"),
            async connection =>
            {
                await SlotsAsync(connection, 3);
                await connection.NotifyAsync("subspace_slot_info", "\"s\"", "{\"slotNumber\":\"not a number\"}");
                await connection.HangAsync();
            },
            async connection =>
            {
                await SlotsAsync(connection, 4);
                await connection.SendBytesAsync(0x81, 0x7e, 0x0f, 0xff, (byte)'{');
            },
            async connection =>
            {
                // Notifications of other subscriptions and of none, before and after its own.
                await connection.ShakeHandsAsync();
                (int id, _) = await connection.ReceiveAsync();
                await connection.NotifyAsync("subspace_slot_info", "\"another\"", SlotJson(99));
                await connection.SendAsync("{\"jsonrpc\":\"2.0\",\"method\":\"subspace_slot_info\",\"params\":[1,2]}");
                await connection.SendAsync("{\"jsonrpc\":\"2.0\",\"method\":\"subspace_unheard_of\",\"params\":{}}");
                await connection.NotifyAsync("subspace_slot_info", "\"s\"", SlotJson(5));
                await connection.AnswerAsync(id, "\"s\"");
                await connection.NotifyAsync("subspace_slot_info", "\"s\"", SlotJson(6));
                await connection.HangAsync();
            });
        await using RpcNodeClient client = Client(node);
        Assert.Equal([1ul, 2, 3, 4, 5, 6], await TakeAsync(client, 6));
        Assert.Equal(5, node.Accepted);
    }

    [Fact]
    public async Task A_node_that_falls_silent_is_noticed_and_left()
    {
        await using HostileNode node = new(
            async connection =>
            {
                await SlotsAsync(connection, 1);

                // The cable is pulled: no word, no end, no answer to a ping.
                await connection.HangAsync();
            },
            connection => SlotsAsync(connection, 2));
        await using RpcNodeClient client = Client(node, options => options with
        {
            KeepAliveInterval = TimeSpan.FromMilliseconds(200),
            KeepAliveTimeout = TimeSpan.FromMilliseconds(300),
        });
        Assert.Equal([1ul, 2], await TakeAsync(client, 2));
    }

    [Fact]
    public async Task A_subscription_that_is_refused_is_told_and_can_be_begun_again()
    {
        await using HostileNode node = new(async connection =>
        {
            await connection.ShakeHandsAsync();
            (int id, string method) = await connection.ReceiveAsync();
            Assert.Equal("subspace_subscribeSlotInfo", method);
            await connection.RefuseAsync(id, 9000, "not yet");
            (id, _) = await connection.ReceiveAsync();
            await connection.AnswerAsync(id, "\"s\"");
            await connection.NotifyAsync("subspace_slot_info", "\"s\"", SlotJson(7));
            await connection.HangAsync();
        });
        await using RpcNodeClient client = Client(node);
        NodeErrorException refused = await Assert.ThrowsAsync<NodeErrorException>(() => TakeAsync(client, 1));
        Assert.Equal("not yet", refused.NodeMessage);
        Assert.Equal([7ul], await TakeAsync(client, 1));
    }

    [Fact]
    public async Task A_subscription_that_the_node_ends_is_begun_again_on_the_same_connection()
    {
        await using HostileNode node = new(async connection =>
        {
            await connection.ShakeHandsAsync();
            (int id, _) = await connection.ReceiveAsync();
            await connection.AnswerAsync(id, "\"s\"");
            await connection.NotifyAsync("subspace_slot_info", "\"s\"", SlotJson(1));
            await connection.SendAsync("""{"jsonrpc":"2.0","method":"subspace_slot_info","params":{"subscription":"s","error":"too slow"}}""");
            string method;
            do
            {
                (id, method) = await connection.ReceiveAsync();
                await connection.AnswerAsync(id, method == "subspace_subscribeSlotInfo" ? "\"t\"" : "true");
            }
            while (method != "subspace_subscribeSlotInfo");
            await connection.NotifyAsync("subspace_slot_info", "\"t\"", SlotJson(2));
            await connection.HangAsync();
        });
        await using RpcNodeClient client = Client(node);
        Assert.Equal([1ul, 2], await TakeAsync(client, 2));
        Assert.Equal(1, node.Accepted);
    }

    [Fact]
    public async Task A_node_that_comes_back_unready_and_then_on_another_chain_is_waited_for()
    {
        FarmerAppInfo other = Chain with { GenesisHash = Bytes32.From(Vectors.Bytes("another chain", 32)) };
        string otherJson = JsonSerializer.Serialize(other, NodeJsonContext.Default.FarmerAppInfo);
        List<string> told = [];
        await using HostileNode node = new(
            async connection =>
            {
                await ChainAsync(connection, ChainJson);
                await SlotsAsync(connection, [1], shakeHands: false);
            },
            async connection =>
            {
                await connection.ShakeHandsAsync();
                (int id, _) = await connection.ReceiveAsync();
                await connection.RefuseAsync(id, 9000, "the database is not ready");
                await connection.HangAsync();
            },
            async connection =>
            {
                await ChainAsync(connection, otherJson);
                await connection.HangAsync();
            },
            async connection =>
            {
                await ChainAsync(connection, ChainJson);
                await SlotsAsync(connection, [2], shakeHands: false);
                await connection.HangAsync();
            });
        await using RpcNodeClient client = Client(node, options => options with
        {
            ExpectedGenesisHash = Genesis,
            ConnectionChanged = change =>
            {
                lock (told)
                {
                    told.Add(change.IsConnected ? "connected" : change.Reason!.GetType().Name);
                }
            },
        });
        Assert.Equal([1ul, 2], await TakeAsync(client, 2));
        lock (told)
        {
            Assert.Equal(
                ["connected", nameof(NodeUnavailableException), nameof(NodeUnavailableException), nameof(OtherChainException), "connected"], told);
        }
    }

    [Fact]
    public async Task Waiting_for_a_node_tells_each_reason_until_it_is_ready()
    {
        await using HostileNode node = new(
            connection => connection.SendTextBytesAsync("nonsense"),
            async connection =>
            {
                await connection.ShakeHandsAsync();
                foreach (string? answer in new[] { null, JsonSerializer.Serialize(Chain with { Syncing = true }, NodeJsonContext.Default.FarmerAppInfo), ChainJson })
                {
                    (int id, _) = await connection.ReceiveAsync();
                    await (answer is null ? connection.RefuseAsync(id, 9000, "the database is not ready") : connection.AnswerAsync(id, answer));
                }

                await connection.HangAsync();
            });
        await using RpcNodeClient client = Client(node);
        List<NodeException> reasons = [];
        FarmerAppInfo ready = await NodeStartup.WaitUntilReadyAsync(
            client, Genesis, reasons.Add, TimeSpan.FromMilliseconds(10), TimeProvider.System, default);
        Assert.Equal(Genesis, ready.GenesisHash);
        Assert.Equal(3, reasons.Count);
        Assert.IsType<NodeErrorException>(reasons[1]);
        Assert.IsType<NodeSyncingException>(reasons[2]);
    }

    private static RpcNodeClient Client(HostileNode node, Func<RpcNodeClientOptions, RpcNodeClientOptions>? change = null)
    {
        // Short where the test waits for it to pass, long where the machine may be slow.
        RpcNodeClientOptions options = new()
        {
            Url = node.Url,
            ConnectTimeout = TimeSpan.FromSeconds(2),
            MinBackoff = TimeSpan.FromMilliseconds(10),
            MaxBackoff = TimeSpan.FromMilliseconds(100),
        };
        return new RpcNodeClient(change?.Invoke(options) ?? options);
    }

    /// <summary>The loss of the old connection may be noticed a moment after the call that it cost.</summary>
    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> call)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (NodeException) when (attempt < 20)
            {
                await Task.Delay(50);
            }
        }
    }

    private static async Task AnswerAsync(Connection connection)
    {
        await connection.ShakeHandsAsync();
        while (true)
        {
            (int id, _) = await connection.ReceiveAsync();
            await connection.AnswerAsync(id, ChainJson);
        }
    }

    private static async Task ChainAsync(Connection connection, string json)
    {
        await connection.ShakeHandsAsync();
        (int id, _) = await connection.ReceiveAsync();
        await connection.AnswerAsync(id, json);
    }

    private static Task SlotsAsync(Connection connection, params ulong[] slots) => SlotsAsync(connection, slots, shakeHands: true);

    private static async Task SlotsAsync(Connection connection, ulong[] slots, bool shakeHands)
    {
        if (shakeHands)
        {
            await connection.ShakeHandsAsync();
        }

        (int id, string method) = await connection.ReceiveAsync();
        Assert.Equal("subspace_subscribeSlotInfo", method);
        await connection.AnswerAsync(id, "\"s\"");
        foreach (ulong slot in slots)
        {
            await connection.NotifyAsync("subspace_slot_info", "\"s\"", SlotJson(slot));
        }
    }

    private static string SlotJson(ulong number) => JsonSerializer.Serialize(
        new SlotInfo(new SlotNumber(number), Blake3Hash.From(Vectors.Bytes("challenge", 32)), new SolutionRange(1), new SolutionRange(2)),
        NodeJsonContext.Default.SlotInfo);

    private static async Task<List<ulong>> TakeAsync(RpcNodeClient client, int count)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1));
        List<ulong> slots = [];
        await foreach (SlotInfo slot in client.SubscribeSlotInfoAsync(limit.Token))
        {
            slots.Add(slot.SlotNumber.Value);
            if (slots.Count == count)
            {
                break;
            }
        }

        return slots;
    }

    /// <summary>A frame of a server, shorter than 64 KiB.</summary>
    private static byte[] Frame(byte first, ReadOnlySpan<byte> payload) => payload.Length < 126
        ? [first, (byte)payload.Length, .. payload]
        : [first, 126, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];
}
