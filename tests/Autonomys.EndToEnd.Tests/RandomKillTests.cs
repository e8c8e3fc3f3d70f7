using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Autonomys.Testing;

namespace Autonomys.EndToEnd.Tests;

/// <summary>A cluster of which anything may die at any moment: components, one NATS server of three, the node.</summary>
[Collection(DevelopmentFarm.Collection)]
public sealed class RandomKillTests(DevelopmentFarm farm) : ClusterProcesses(farm)
{
    private const int SectorsPerFarm = 25;

    /// <summary>Every few seconds something is killed and started again, for AUTONOMYS_FAULT_MINUTES (10), while sectors are plotted and blocks farmed.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public async Task Killed_at_random_for_minutes_it_loses_and_doubles_nothing()
    {
        Assert.SkipWhen(NatsServer.Missing is not null, NatsServer.Missing ?? "");
        double minutes = double.Parse(Environment.GetEnvironmentVariable("AUTONOMYS_FAULT_MINUTES") ?? "10", CultureInfo.InvariantCulture);
        Random random = new(20261124);
        NatsCluster = NatsCluster.Start();
        string nodeAddress = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{NatsServer.FreePort()}");
        string url = "ws://" + nodeAddress;
        List<FarmerProcess> nodes = [];
        (string Name, Func<FarmerProcess> Start)[] parts =
        [
            ("node", () =>
            {
                nodes.Add(Start("dev-node", "--base-path", Farm.BasePath, "--rpc-listen-on", nodeAddress, "--json"));
                return nodes[^1];
            }),
            ("controller", () => Component("controller", "--tmp", "--node-rpc-url", url)),
            ("controller", () => Component("controller", "--base-path", PathOf("controller"), "--node-rpc-url", url)),
            ("full cache", () => Component("full-piece-sharded-cache", $"path={PathOf("pieces-0")}")),
            ("full cache", () => Component("full-piece-sharded-cache", $"path={PathOf("pieces-1")}", "--visible")),
            ("sharded caches", () => Component("sharded-cache", $"path={PathOf("shard-0")}", "--", "sharded-cache", $"path={PathOf("shard-1")}")),
            ("proof-server", () => Component("proof-server")),
            ("plot-server", () => Component("plot-server", "--cpu-plotting-thread-priority", "default", PathOf("plot-server-0"))),
            ("plot-server", () => Component("plot-server", "--cpu-plotting-thread-priority", "default", "--priority-cache", PathOf("plot-server-1"))),
            ("plot-client", () => Component(
                "plot-client", "--reward-address", RewardAddress, "--max-pieces-in-sector", "4",
                $"path={PathOf("farm-0")},sectors={SectorsPerFarm}", $"path={PathOf("farm-1")},sectors={SectorsPerFarm}")),
        ];
        FarmerProcess[] running = new FarmerProcess[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            running[i] = parts[i].Start();
            if (i == 0)
            {
                await running[0].RpcUrlAsync();
            }
        }

        await running[^1].WaitForAsync("sectorPlotted");
        SortedDictionary<string, int> kills = [];
        Stopwatch time = Stopwatch.StartNew();
        while (time.Elapsed < TimeSpan.FromMinutes(minutes))
        {
            await Task.Delay(random.Next(2000, 12_000));
            int part = random.Next(parts.Length + 2);
            string name = part < parts.Length ? parts[part].Name : "NATS server";
            kills[name] = kills.GetValueOrDefault(name) + 1;
            if (part >= parts.Length)
            {
                NatsServer server = NatsCluster.Servers[random.Next(NatsCluster.Servers.Count)];
                server.Kill();
                await Task.Delay(random.Next(3000));
                server.Start();
            }
            else
            {
                running[part].Kill();
                await Task.Delay(random.Next(3000));
                running[part] = parts[part].Start();
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{kills.Values.Sum()} kills in {minutes} minutes: {string.Join(", ", kills.Select(kill => $"{kill.Value} {kill.Key}"))}");
        await running[0].RpcUrlAsync();
        await WaitForPlottedAsync(running[^1], 2 * SectorsPerFarm);
        await OwnBlockAsync(running[0], 1);
        await WaitForFreedAsync("plot-server-0");
        await WaitForFreedAsync("plot-server-1");
        FarmerProcess verification = FarmerProcess.Run(
            0, "util", "verify-piece", "--nats-server", NatsCluster.Servers[0].Url, "--kzg-parameters", Path.Combine(Farm.BasePath, "kzg-development.bin"));
        Assert.Contains("All pieces in the caches are right", verification.Everything, StringComparison.Ordinal);
        foreach (FarmerProcess component in running)
        {
            component.Interrupt();
            component.WaitForExit(0);
        }

        FarmerProcess scrub = FarmerProcess.Run(0, "scrub", "--dry-run", PathOf("farm-0"), PathOf("farm-1"));
        Assert.DoesNotContain("damaged", scrub.Everything, StringComparison.OrdinalIgnoreCase);
        int blocks = RequireUnbrokenChain(nodes);
        string[] encoded =
        [
            .. Processes.SelectMany(process => process.WholeEvents)
                .Where(e => e.GetProperty("event").GetString() == "sectorEncoded")
                .Select(e => $"{e.GetProperty("publicKey")} {e.GetProperty("sectorIndex")}"),
        ];
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{blocks} blocks over {nodes.Count} runs of the node, {encoded.Length} sectors encoded for {2 * SectorsPerFarm}");
        Assert.Equal(2 * SectorsPerFarm, encoded.Distinct().Count());
    }

    /// <summary>No block twice, none missing, whoever was killed meanwhile; a run of the node begins no earlier than the last one ended.</summary>
    private static int RequireUnbrokenChain(IEnumerable<FarmerProcess> nodes)
    {
        uint best = 0;
        int count = 0;
        foreach (FarmerProcess node in nodes)
        {
            JsonElement[] events = node.WholeEvents;
            Match? start = events.Where(e => e.GetProperty("event").GetString() == "notice")
                .Select(e => Regex.Match(e.GetProperty("text").GetString()!, "^Development chain .* at block ([0-9]+),"))
                .FirstOrDefault(match => match.Success);
            if (start is null)
            {
                // Killed before it had said anything.
                continue;
            }

            uint first = uint.Parse(start.Groups[1].Value, CultureInfo.InvariantCulture);
            Assert.True(first >= best, $"block {best} was accepted, then a start went on from {first}");
            uint[] made = [.. events.Where(e => e.GetProperty("event").GetString() == "blockProduced").Select(e => e.GetProperty("number").GetUInt32())];
            Assert.Equal(Enumerable.Range(1, made.Length).Select(i => first + (uint)i), made);
            best = first + (uint)made.Length;
            count += made.Length;
        }

        return count;
    }
}
