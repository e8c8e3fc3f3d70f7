using System.Globalization;
using System.Text.Json;
using Autonomys.Cluster.Setup;
using Autonomys.Messaging;
using Autonomys.Messaging.Nats;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests.Setup;

/// <summary>The NATS configurations of the example on real servers.</summary>
public sealed class NatsConfigurationTests : IDisposable
{
    private const int Servers = 3;

    private readonly List<NatsServer> _servers = [];
    private readonly int[] _clientPorts = [.. Enumerable.Range(0, Servers).Select(_ => NatsServer.FreePort())];
    private readonly int[] _routePorts = [.. Enumerable.Range(0, Servers).Select(_ => NatsServer.FreePort())];
    private readonly int[] _monitorPorts = [.. Enumerable.Range(0, Servers).Select(_ => NatsServer.FreePort())];

    public void Dispose()
    {
        foreach (NatsServer server in _servers)
        {
            server.Dispose();
        }
    }

    [Fact]
    public async Task Those_of_the_example_are_one_jetstream_cluster_that_bears_the_death_of_a_server()
    {
        Assert.SkipWhen(NatsServer.Missing is not null, NatsServer.Missing ?? "");
        using CancellationTokenSource timeout = new(TimeSpan.FromMinutes(2));
        CancellationToken token = timeout.Token;
        for (int i = 0; i < Servers; i++)
        {
            string text = Here(ClusterFileText.Make(ClusterFileText.Example, $"node-{i + 1}/nats-server.conf"), i);
            _servers.Add(NatsServer.StartConfigured(directory => text.With("/var/nats-data", Path.Combine(directory, "data")), _clientPorts[i]));
        }

        await WaitUntilCurrentAsync(token);
        await using NatsBus bus = await ConnectAsync(token);
        IKeyValueBucket bucket = await bus.OpenBucketAsync("kept", null, token);
        await bucket.PutAsync("key", "value"u8.ToArray(), token);
        await WaitUntilCurrentAsync(token);
        JsonElement[] streams = [.. (await MonitorAsync(0, "jsz?streams=true&config=true", token)).GetProperty("account_details")
            .EnumerateArray().SelectMany(account => account.GetProperty("stream_detail").EnumerateArray())];
        Assert.Equal(3, Assert.Single(streams).GetProperty("config").GetProperty("num_replicas").GetInt32());
        JsonElement varz = await MonitorAsync(0, "varz", token);
        Assert.Equal(3 * 1024 * 1024, varz.GetProperty("max_payload").GetInt32());
        Assert.Equal(("node-1", "c1-cluster"), (varz.GetProperty("server_name").GetString(), varz.GetProperty("cluster").GetProperty("name").GetString()));

        _servers[1].Kill();

        BucketEntry? entry = null;
        while (entry is null)
        {
            try
            {
                entry = await bucket.GetAsync("key", token);
                await bucket.PutAsync("after", "written"u8.ToArray(), token);
            }
            catch (BusUnavailableException)
            {
                await Task.Delay(100, token);
                entry = null;
            }
        }

        Assert.Equal("value"u8.ToArray(), entry.Value!.Value.ToArray());
    }

    private string Here(string text, int own)
    {
        text = text.With("192.168.1." + Text(own + 1) + ":4222", "127.0.0.1:" + Text(_clientPorts[own]))
            .With("127.0.0.1:8222", "127.0.0.1:" + Text(_monitorPorts[own]));
        for (int i = 0; i < Servers; i++)
        {
            text = text.With($"192.168.1.{Text(i + 1)}:4248", "127.0.0.1:" + Text(_routePorts[i]));
        }

        Assert.DoesNotContain("192.168", text, StringComparison.Ordinal);
        return text;
    }

    /// <summary>Until each server says that it and the others have JetStream's metadata.</summary>
    private async Task WaitUntilCurrentAsync(CancellationToken token)
    {
        for (int i = 0; i < Servers; i++)
        {
            while (!await IsReadyAsync(i, token))
            {
                await Task.Delay(100, token);
            }
        }
    }

    private async Task<bool> IsReadyAsync(int server, CancellationToken token)
    {
        using HttpClient client = new();
        using HttpResponseMessage health = await client.GetAsync(new Uri($"http://127.0.0.1:{Text(_monitorPorts[server])}/healthz"), token);
        return health.IsSuccessStatusCode
            && (await MonitorAsync(server, "jsz", token)).TryGetProperty("meta_cluster", out JsonElement meta)
            && meta.TryGetProperty("leader", out JsonElement leader) && leader.GetString() is { Length: > 0 }
            && meta.GetProperty("cluster_size").GetInt32() == Servers;
    }

    private async Task<JsonElement> MonitorAsync(int server, string path, CancellationToken token)
    {
        using HttpClient client = new();
        return JsonDocument.Parse(await client.GetByteArrayAsync(new Uri($"http://127.0.0.1:{Text(_monitorPorts[server])}/{path}"), token)).RootElement;
    }

    private Task<NatsBus> ConnectAsync(CancellationToken token) => NatsBus.ConnectAsync(
        new NatsBusOptions
        {
            Servers = [.. _servers.Select(server => server.Url)],
            Name = "test",
            CallTimeout = TimeSpan.FromSeconds(5),
        },
        token);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
