using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Autonomys.Cli.Commands;
using Autonomys.Cluster.Events;

namespace Autonomys.Cli.Running;

/// <summary>A whole cluster on this machine, each part a process of its own, on three NATS servers, against a development chain.</summary>
internal sealed class ClusterDemo(string basePath, int piecesInSector, int sectors, IFarmerEvents events) : IAsyncDisposable
{
    private const int NatsServers = 3;
    private const int DemoAddressByte = 7;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly List<Process> _processes = [];
    private readonly string _logs = Path.Combine(basePath, "logs");

    /// <summary>Runs until cancelled, or until so many blocks were farmed.</summary>
    /// <exception cref="CommandException">nats-server is missing, or a part ended by itself.</exception>
    public async Task RunAsync(int? exitAfterBlocks, CancellationToken cancellationToken)
    {
        string nats = FindNatsServer();
        Directory.CreateDirectory(_logs);
        string[] servers = StartNats(nats);
        string url = await StartNodeAsync(cancellationToken).ConfigureAwait(false);
        string[] cluster = ["cluster", .. servers.SelectMany(server => new[] { "--nats-server", server }), "--kzg-parameters", Path.Combine(basePath, "node", "kzg-development.bin")];
        for (int i = 0; i < 2; i++)
        {
            Start($"controller-{i}", [.. cluster, "controller", "--base-path", PathOf("controller", i), "--node-rpc-url", url]);
            Start($"full-piece-cache-{i}", [.. cluster, "full-piece-sharded-cache", "path=" + PathOf("pieces", i)]);
        }

        for (int i = 0; i < 3; i++)
        {
            Start($"sharded-cache-{i}", [.. cluster, "sharded-cache", $"path={PathOf("shard", i)},size=10G"]);
        }

        string reward = new Primitives.Addresses.Ss58Address(
            Primitives.Sectors.PublicKey.From(Enumerable.Repeat((byte)DemoAddressByte, 32).ToArray())).ToString();
        for (int i = 0; i < 2; i++)
        {
            Start($"proof-server-{i}", [.. cluster, "proof-server"]);
            Start($"plot-server-{i}", [.. cluster, "plot-server", "--priority-cache", PathOf("plot-server", i)]);
            Start(
                $"plot-client-{i}",
                [
                    .. cluster, "plot-client", "--reward-address", reward, "--max-pieces-in-sector", piecesInSector.ToString(CultureInfo.InvariantCulture),
                    $"path={PathOf("farm", 2 * i)},sectors={sectors}", $"path={PathOf("farm", (2 * i) + 1)},sectors={sectors}",
                ]);
        }

        events.Report(new Notice(
            $"The cluster runs on {string.Join(' ', servers)}; its logs are in {_logs}. Look at it with: autonomys-farmer status --nats-server {servers[0]} --watch"));
        await FollowAsync(exitAfterBlocks, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops the parts that farm first, the NATS servers last.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (Process process in Enumerable.Reverse(_processes))
        {
            if (!process.HasExited)
            {
                using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
                await kill.WaitForExitAsync().ConfigureAwait(false);
            }
        }

        foreach (Process process in _processes)
        {
            using CancellationTokenSource limit = new(StopTimeout);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.Dispose();
        }
    }

    private static string FindNatsServer() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, "nats-server"))
            .FirstOrDefault(File.Exists)
        ?? throw new CommandException(
            "nats-server is not installed: install it with the system's package manager (apt install nats-server), or from nats.io.", ExitCodes.Failure);

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string PathOf(string name, int number) =>
        Path.Combine(basePath, string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"));

    private string[] StartNats(string program)
    {
        int[] clientPorts = [.. Enumerable.Range(0, NatsServers).Select(_ => FreePort())];
        int[] routePorts = [.. Enumerable.Range(0, NatsServers).Select(_ => FreePort())];
        for (int i = 0; i < NatsServers; i++)
        {
            string routes = string.Join(", ", routePorts.Where(port => port != routePorts[i]).Select(port => $"nats://127.0.0.1:{port}"));
            string configuration = PathOf("nats", i) + ".conf";
            File.WriteAllText(configuration, string.Create(CultureInfo.InvariantCulture, $$"""
                server_name=n{{i}}-cluster
                listen: 127.0.0.1:{{clientPorts[i]}}
                max_payload = 3MB
                jetstream {
                  store_dir="{{PathOf("nats", i)}}"
                }
                cluster {
                  name: c1-cluster
                  listen: 127.0.0.1:{{routePorts[i]}}
                  routes: [{{routes}}]
                }
                """));
            Start($"nats-{i}", program, ["-c", configuration]);
        }

        return [.. clientPorts.Select(port => $"nats://127.0.0.1:{port}")];
    }

    private async Task<string> StartNodeAsync(CancellationToken cancellationToken)
    {
        // Its events are read: where it listens, and the blocks that are farmed.
        Start("node", ["dev-node", "--base-path", Path.Combine(basePath, "node"), "--rpc-listen-on", "127.0.0.1:0", "--json"]);
        string log = Path.Combine(_logs, "node.log");
        await foreach (JsonElement farmerEvent in ReadEventsAsync(log, cancellationToken).ConfigureAwait(false))
        {
            if (farmerEvent.GetProperty("event").GetString() == "notice"
                && farmerEvent.GetProperty("text").GetString()!.Split("RPC on ") is [_, string url])
            {
                return url;
            }
        }

        throw new UnreachableException();
    }

    private async Task FollowAsync(int? exitAfterBlocks, CancellationToken cancellationToken)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task watching = WatchProcessesAsync(ended.Token);
        int blocks = 0;
        try
        {
            await foreach (JsonElement farmerEvent in ReadEventsAsync(Path.Combine(_logs, "node.log"), ended.Token).ConfigureAwait(false))
            {
                if (farmerEvent.GetProperty("event").GetString() == "blockProduced")
                {
                    events.Report(farmerEvent.Deserialize(FarmerEventJson.Default.FarmerEvent)!);
                    if (++blocks == exitAfterBlocks)
                    {
                        return;
                    }
                }

                if (watching.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (watching.IsFaulted)
        {
            // A part ended: its reason is told instead.
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await watching.ConfigureAwait(false);

        async Task WatchProcessesAsync(CancellationToken token)
        {
            Task<Process> first = (await Task.WhenAny(_processes.Select(async process =>
            {
                await process.WaitForExitAsync(token).ConfigureAwait(false);
                return process;
            })).ConfigureAwait(false));
            Process gone = await first.ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
            throw new CommandException($"A part of the cluster ended with exit code {gone.ExitCode}: see {_logs}.", ExitCodes.Failure);
        }
    }

    private static async IAsyncEnumerable<JsonElement> ReadEventsAsync(
        string log, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using StreamReader reader = new(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        string pending = "";
        while (true)
        {
            pending += await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            int end;
            while ((end = pending.IndexOf('\n', StringComparison.Ordinal)) >= 0)
            {
                string line = pending[..end];
                pending = pending[(end + 1)..];
                if (line.StartsWith('{'))
                {
                    yield return JsonDocument.Parse(line).RootElement;
                }
            }

            await Task.Delay(200, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Start(string name, string[] arguments) => Start(name, Environment.ProcessPath!, arguments);

    /// <summary>Through a shell, so that the output goes to the log without this process between them.</summary>
    private void Start(string name, string program, string[] arguments)
    {
        string log = Path.Combine(_logs, name + ".log");
        File.WriteAllText(log, "");
        ProcessStartInfo start = new("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", log, program, .. arguments]);
        _processes.Add(Process.Start(start)!);
    }
}
