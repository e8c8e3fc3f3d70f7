using System.Net;
using System.Net.Sockets;
using System.Text;
using Autonomys.Messaging.Nats;
using Autonomys.Testing;

namespace Autonomys.Messaging.Tests;

/// <summary>The contract on a real nats-server, and what only a server can do wrong.</summary>
public sealed class NatsBusTests : ClusterBusTests
{
    private NatsServer? _server;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _server?.Dispose();
    }

    [Fact]
    public async Task Subscriptions_buckets_and_queues_survive_the_death_of_the_server()
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(60));
        CancellationToken token = timeout.Token;
        IKeyValueBucket bucket = await Bus.OpenBucketAsync("kept", null, token);
        IWorkQueue queue = await Bus.OpenWorkQueueAsync("kept", TimeSpan.FromSeconds(30), token);
        await bucket.PutAsync("key", "value"u8.ToArray(), token);
        await queue.EnqueueAsync("1", "work"u8.ToArray(), token);
        await using IBusSubscription subscription = await Other.SubscribeAsync("after", null, token);
        _server!.Kill();
        await Assert.ThrowsAnyAsync<Exception>(() => bucket.PutAsync("other", "x"u8.ToArray(), new CancellationTokenSource(1000).Token));
        _server.Start();
        BucketEntry? entry = null;
        while (entry is null)
        {
            try
            {
                entry = await bucket.GetAsync("key", token);
            }
            catch (BusUnavailableException)
            {
                await Task.Delay(100, token);
            }
        }

        Assert.Equal("value"u8.ToArray(), entry.Value!.Value.ToArray());
        IWorkItem? item = await queue.DequeueAsync(TimeSpan.FromSeconds(20), token);
        Assert.Equal("work"u8.ToArray(), item!.Body.ToArray());
        await using IAsyncEnumerator<BusMessage> messages = subscription.ReadAllAsync(token).GetAsyncEnumerator(token);
        Task<bool> next = messages.MoveNextAsync().AsTask();
        while (!next.IsCompleted)
        {
            await Bus.PublishAsync("after", "again"u8.ToArray(), token);
            await Task.WhenAny(next, Task.Delay(100, token));
        }

        Assert.True(await next);
    }

    /// <summary>Two links to the same server stand for two servers; no byte, no end, no error comes over the one that is cut.</summary>
    [Fact]
    public async Task A_server_that_falls_silent_is_left_for_another_and_nothing_is_lost()
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromMinutes(2));
        CancellationToken token = timeout.Token;
        await using CuttableLink one = new(_server!.Port);
        await using CuttableLink two = new(_server.Port);
        await using NatsBus bus = await NatsBus.ConnectAsync(
            new NatsBusOptions
            {
                Servers = [$"nats://127.0.0.1:{one.Port}", $"nats://127.0.0.1:{two.Port}"],
                Name = "test",
                CallTimeout = TimeSpan.FromSeconds(2),
                PingInterval = TimeSpan.FromMilliseconds(500),
            },
            token);
        (CuttableLink used, CuttableLink other) = one.Bytes > 0 ? (one, two) : (two, one);
        Assert.Equal(0, other.Bytes);
        IKeyValueBucket bucket = await bus.OpenBucketAsync("silence", null, token);
        await using IBusSubscription subscription = await bus.SubscribeAsync("after", null, token);
        await bucket.PutAsync("key", "before"u8.ToArray(), token);
        used.Cut();
        ulong? revision = null;
        while (revision is null)
        {
            try
            {
                revision = await bucket.PutAsync("key", "after"u8.ToArray(), token);
            }
            catch (BusUnavailableException)
            {
                await Task.Delay(100, token);
            }
        }

        Assert.True(other.Bytes > 0);
        await using IAsyncEnumerator<BusMessage> messages = subscription.ReadAllAsync(token).GetAsyncEnumerator(token);
        Task<bool> next = messages.MoveNextAsync().AsTask();
        while (!next.IsCompleted)
        {
            await Other.PublishAsync("after", "again"u8.ToArray(), token);
            await Task.WhenAny(next, Task.Delay(100, token));
        }

        Assert.True(await next);
    }

    [Fact]
    public async Task A_server_without_jetstream_is_told_what_to_add()
    {
        using NatsServer server = NatsServer.Start("# nothing\n");
        BusSetupException exception = await Assert.ThrowsAsync<BusSetupException>(() => OpenAsync(server.Url));
        Assert.Contains("jetstream { store_dir=", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_with_small_messages_is_told_what_to_add()
    {
        string store = Directory.CreateTempSubdirectory("autonomys-nats-small-").FullName;
        using NatsServer server = NatsServer.Start($"max_payload: 1000\njetstream {{ store_dir=\"{store}\" }}\n");
        BusSetupException exception = await Assert.ThrowsAsync<BusSetupException>(() => OpenAsync(server.Url));
        Assert.Contains("max_payload = 3MB", exception.Message, StringComparison.Ordinal);
        Directory.Delete(store, recursive: true);
    }

    [Fact]
    public async Task A_server_that_came_back_without_jetstream_is_told_of()
    {
        string store = Directory.CreateTempSubdirectory("autonomys-nats-back-").FullName;
        int port = NatsServer.FreePort();
        string listen = $"listen: 127.0.0.1:{port}\n";
        TaskCompletionSource warned = new();
        NatsServer server = NatsServer.StartConfigured(_ => listen + $"jetstream {{ store_dir=\"{store}\" }}\n", port);
        NatsBusOptions options = new()
        {
            Servers = [server.Url],
            Name = "test",
            ConnectionChanged = text =>
            {
                if (text.Contains("jetstream { store_dir=", StringComparison.Ordinal))
                {
                    warned.TrySetResult();
                }
            },
        };
        await using (await NatsBus.ConnectAsync(options, CancellationToken.None))
        {
            server.Dispose();
            using NatsServer without = NatsServer.StartConfigured(_ => listen, port);
            await warned.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }

        Directory.Delete(store, recursive: true);
    }

    [Fact]
    public async Task One_server_of_a_cluster_of_three_is_not_there_yet_rather_than_wrong()
    {
        int port = NatsServer.FreePort();
        string configuration = $$"""
            server_name: "one"
            listen: "127.0.0.1:{{port}}"
            cluster {
              name: "three"
              listen: "127.0.0.1:{{NatsServer.FreePort()}}"
              routes: ["nats://127.0.0.1:{{NatsServer.FreePort()}}", "nats://127.0.0.1:{{NatsServer.FreePort()}}"]
            }

            """;
        using NatsServer server = NatsServer.StartConfigured(directory => configuration + $"jetstream {{ store_dir=\"{directory}/data\" }}\n", port);
        using CancellationTokenSource timeout = new(TimeSpan.FromMinutes(1));
        while (true)
        {
            // First it does not answer, and after some seconds it says why.
            BusUnavailableException exception = await Assert.ThrowsAsync<BusUnavailableException>(() => OpenAsync(server.Url));
            if (exception.Message.Contains("more than half of the NATS servers must run", StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(500, timeout.Token);
        }
    }

    [Fact]
    public async Task An_absent_server_is_named()
    {
        string url = $"nats://127.0.0.1:{NatsServer.FreePort()}";
        BusUnavailableException exception = await Assert.ThrowsAsync<BusUnavailableException>(() => OpenAsync(url));
        Assert.Contains(url, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_server_is_told_what_is_needed()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task answering = Task.Run(async () =>
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            await using NetworkStream stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                "INFO {\"server_id\":\"X\",\"server_name\":\"old\",\"version\":\"2.8.4\",\"proto\":1,\"host\":\"127.0.0.1\",\"port\":4222,"
                + "\"headers\":true,\"jetstream\":true,\"max_payload\":3145728}\r\n"));
            using StreamReader reader = new(stream);
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line == "PING")
                {
                    await stream.WriteAsync("PONG\r\n"u8.ToArray());
                }
            }
        });
        string url = $"nats://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        BusSetupException exception = await Assert.ThrowsAsync<BusSetupException>(() => OpenAsync(url));
        Assert.Contains("The NATS server old (127.0.0.1:4222) has version 2.8.4; 2.9 or newer is needed", exception.Message, StringComparison.Ordinal);
        listener.Stop();
        await answering;
    }

    [Fact]
    public async Task Something_else_than_nats_is_refused()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task answering = Task.Run(async () =>
        {
            while (true)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("SSH-2.0-nonsense\r\n"));
            }
        });
        string url = $"nats://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        await Assert.ThrowsAsync<BusUnavailableException>(() => OpenAsync(url));
        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => answering);
    }

    protected override async Task<(IClusterBus Bus, IClusterBus Other)> ConnectAsync()
    {
        Assert.SkipWhen(NatsServer.Missing is not null, NatsServer.Missing ?? "");
        _server = NatsServer.Start();
        return (await OpenAsync(_server.Url), await OpenAsync(_server.Url));
    }

    private static Task<NatsBus> OpenAsync(string url) =>
        NatsBus.ConnectAsync(
            new NatsBusOptions { Servers = [url], Name = "test", CallTimeout = TimeSpan.FromSeconds(2) }, CancellationToken.None);
}
