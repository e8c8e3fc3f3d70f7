using Autonomys.Testing;

namespace Autonomys.EndToEnd.Tests;

/// <summary>A cluster as operators start it: each component a process, on a real nats-server.</summary>
[Collection(DevelopmentFarm.Collection)]
public sealed class ClusterTests(DevelopmentFarm farm) : ClusterProcesses(farm)
{
    [Fact]
    public async Task Blocks_are_farmed_by_a_cluster_whose_every_part_is_killed_once()
    {
        Assert.SkipWhen(NatsServer.Missing is not null, NatsServer.Missing ?? "");
        Nats = NatsServer.Start();
        FarmerProcess node = Start("dev-node", "--base-path", Farm.BasePath, "--rpc-listen-on", "127.0.0.1:0", "--json");
        string url = await node.RpcUrlAsync();
        Func<FarmerProcess>[] parts =
        [
            () => Component("controller", "--base-path", PathOf("controller"), "--node-rpc-url", url, "--", "full-piece-sharded-cache", $"path={PathOf("pieces")}"),
            () => Component("proof-server"),
            () => Component("plot-server", "--cpu-plotting-thread-priority", "default", "--priority-cache", PathOf("plot-server")),
            () => Component(
                "plot-client", "--reward-address", RewardAddress, "--max-pieces-in-sector", "4",
                $"path={PathOf("farm-0")},sectors=3", $"path={PathOf("farm-1")},sectors=3"),
            () => Component(
                "sharded-cache", $"path={PathOf("shard-0")}", "--", "sharded-cache", $"path={PathOf("shard-1")},size=2G", "--mem-cache", "--",
                "sharded-cache", $"path={PathOf("shard-2")}"),
        ];
        FarmerProcess[] running = [.. parts.Select(start => start())];
        (FarmerProcess plotServer, FarmerProcess client) = (running[2], running[3]);

        // In the middle of its work, with sectors begun and sectors that nobody has fetched yet.
        await plotServer.WaitForAsync("sectorEncoded");
        plotServer.Kill();
        await Task.Delay(500);
        client.Kill();
        running[2] = parts[2]();
        running[3] = parts[3]();
        await OwnBlockAsync(node, 1);
        for (int part = 0; part < parts.Length; part++)
        {
            running[part].Kill();
            running[part] = parts[part]();
            await OwnBlockAsync(node, part + 2);
        }

        Nats.Kill();
        Nats.Start();
        await OwnBlockAsync(node, parts.Length + 2);
        await WaitForPlottedAsync(running[3], 6);
        await WaitForFreedAsync("plot-server");
        foreach (FarmerProcess component in running)
        {
            component.Interrupt();
        }

        foreach (FarmerProcess component in running)
        {
            component.WaitForExit(0);
        }

        // Three caches with two data and one parity fragment of every piece: half as much again as the pieces.
        long cached = Enumerable.Range(0, 3)
            .SelectMany(i => Directory.EnumerateFiles(PathOf($"shard-{i}"), "*.fragments"))
            .Sum(file => new FileInfo(file).Length);
        long kept = Directory.EnumerateFiles(PathOf("pieces"), "*.pieces").Sum(file => new FileInfo(file).Length);
        Assert.InRange((double)cached / kept, 1.49, 1.51);

        // Of six sectors, two were begun when their plot-server was killed: only those may have been made twice.
        string[] encoded =
        [
            .. Processes.SelectMany(process => process.WholeEvents)
                .Where(e => e.GetProperty("event").GetString() == "sectorEncoded")
                .Select(e => $"{e.GetProperty("publicKey")} {e.GetProperty("sectorIndex")}"),
        ];
        Assert.Equal(6, encoded.Distinct().Count());
        Assert.InRange(encoded.Length, 6, 8);
        FarmerProcess scrub = FarmerProcess.Run(0, "scrub", "--dry-run", PathOf("farm-0"), PathOf("farm-1"));
        Assert.DoesNotContain("damaged", scrub.Everything, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_cluster_command_without_a_server_says_what_is_missing()
    {
        FarmerProcess process = FarmerProcess.Run(2, "cluster", "proof-server");
        Assert.Contains("--nats-server is missing", process.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_without_jetstream_ends_the_component_with_the_line_to_add()
    {
        Assert.SkipWhen(NatsServer.Missing is not null, NatsServer.Missing ?? "");
        using NatsServer plain = NatsServer.Start("# nothing\n");
        FarmerProcess process = FarmerProcess.Run(1, "cluster", "--nats-server", plain.Url, "proof-server");
        Assert.Contains("jetstream { store_dir=", process.Everything, StringComparison.Ordinal);
    }
}
