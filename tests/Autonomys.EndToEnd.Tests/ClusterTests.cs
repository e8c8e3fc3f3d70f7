using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Autonomys.Testing;

namespace Autonomys.EndToEnd.Tests;

/// <summary>A cluster as operators start it: each component a process, on a real nats-server.</summary>
[Collection(DevelopmentFarm.Collection)]
public sealed class ClusterTests(DevelopmentFarm farm) : IDisposable
{
    private const string RewardAddress = "sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAj";

    private readonly string _directory = Directory.CreateTempSubdirectory("autonomys-cluster-").FullName;
    private readonly List<FarmerProcess> _processes = [];
    private NatsServer? _nats;

    public void Dispose()
    {
        foreach (FarmerProcess process in _processes)
        {
            process.Dispose();
        }

        _nats?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Blocks_are_farmed_by_a_cluster_whose_every_part_is_killed_once()
    {
        Assert.SkipWhen(NatsServer.Missing is not null, NatsServer.Missing ?? "");
        _nats = NatsServer.Start();
        FarmerProcess node = Start("dev-node", "--base-path", farm.BasePath, "--rpc-listen-on", "127.0.0.1:0", "--json");
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

        _nats.Kill();
        _nats.Start();
        await OwnBlockAsync(node, parts.Length + 2);
        await WaitForPlottedAsync(running[3], 6);
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
            .. _processes.SelectMany(process => process.WholeEvents)
                .Where(e => e.GetProperty("event").GetString() == "sectorEncoded")
                .Select(e => $"{e.GetProperty("publicKey")} {e.GetProperty("sectorIndex")}"),
        ];
        Assert.Equal(6, encoded.Distinct().Count());
        Assert.InRange(encoded.Length, 6, 8);
        Assert.Empty(Directory.EnumerateFiles(PathOf("plot-server/sectors")));
        FarmerProcess scrub = FarmerProcess.Run(0, "scrub", "--dry-run", PathOf("farm-0"), PathOf("farm-1"));
        Assert.DoesNotContain("damaged", scrub.Everything, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Every few seconds a part is killed and started again, for AUTONOMYS_FAULT_MINUTES (10), while sectors are plotted and blocks farmed.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public async Task Killed_at_random_for_minutes_it_loses_and_doubles_nothing()
    {
        Assert.SkipWhen(NatsServer.Missing is not null, NatsServer.Missing ?? "");
        const int Sectors = 25;
        double minutes = double.Parse(Environment.GetEnvironmentVariable("AUTONOMYS_FAULT_MINUTES") ?? "10", CultureInfo.InvariantCulture);
        Random random = new(20261124);
        _nats = NatsServer.Start();
        FarmerProcess node = Start("dev-node", "--base-path", farm.BasePath, "--rpc-listen-on", "127.0.0.1:0", "--json");
        string url = await node.RpcUrlAsync();
        Func<FarmerProcess>[] parts =
        [
            () => Component("controller", "--tmp", "--node-rpc-url", url),
            () => Component("controller", "--base-path", PathOf("controller"), "--node-rpc-url", url),
            () => Component("full-piece-sharded-cache", $"path={PathOf("pieces-0")}"),
            () => Component("full-piece-sharded-cache", $"path={PathOf("pieces-1")}", "--visible"),
            () => Component("sharded-cache", $"path={PathOf("shard-0")}", "--", "sharded-cache", $"path={PathOf("shard-1")}"),
            () => Component("proof-server"),
            () => Component("plot-server", "--cpu-plotting-thread-priority", "default", PathOf("plot-server-0")),
            () => Component("plot-server", "--cpu-plotting-thread-priority", "default", "--priority-cache", PathOf("plot-server-1")),
            () => Component(
                "plot-client", "--reward-address", RewardAddress, "--max-pieces-in-sector", "4",
                $"path={PathOf("farm-0")},sectors={Sectors}", $"path={PathOf("farm-1")},sectors={Sectors}"),
        ];
        FarmerProcess[] running = [.. parts.Select(start => start())];
        await OwnBlockAsync(node, 1);
        int kills = 0;
        Stopwatch time = Stopwatch.StartNew();
        while (time.Elapsed < TimeSpan.FromMinutes(minutes))
        {
            await Task.Delay(random.Next(2000, 12_000));
            int part = random.Next(parts.Length + 1);
            kills++;
            if (part == parts.Length)
            {
                _nats.Kill();
                await Task.Delay(random.Next(3000));
                _nats.Start();
            }
            else
            {
                running[part].Kill();
                await Task.Delay(random.Next(3000));
                running[part] = parts[part]();
            }
        }

        await WaitForPlottedAsync(running[^1], 2 * Sectors);
        await OwnBlockAsync(node, kills);
        FarmerProcess verification = FarmerProcess.Run(
            0, "util", "verify-piece", "--nats-server", _nats.Url, "--kzg-parameters", Path.Combine(farm.BasePath, "kzg-development.bin"));
        Assert.Contains("All pieces in the caches are right", verification.Everything, StringComparison.Ordinal);
        foreach (FarmerProcess component in running)
        {
            component.Interrupt();
            component.WaitForExit(0);
        }

        Assert.All([0, 1], i => Assert.Empty(Directory.EnumerateFiles(PathOf($"plot-server-{i}/sectors"))));
        FarmerProcess scrub = FarmerProcess.Run(0, "scrub", "--dry-run", PathOf("farm-0"), PathOf("farm-1"));
        Assert.DoesNotContain("damaged", scrub.Everything, StringComparison.OrdinalIgnoreCase);

        // No block twice, none missing, whoever was killed meanwhile.
        uint[] numbers = [.. node.Events.Where(e => e.GetProperty("event").GetString() == "blockProduced").Select(e => e.GetProperty("number").GetUInt32())];
        Assert.Equal(Enumerable.Range((int)numbers[0], numbers.Length).Select(number => (uint)number), numbers);
        int encoded = _processes.SelectMany(process => process.WholeEvents).Count(e => e.GetProperty("event").GetString() == "sectorEncoded");
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{kills} kills in {minutes} minutes, {numbers.Length} blocks, {encoded} sectors encoded for {2 * Sectors}");
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

    private static async Task OwnBlockAsync(FarmerProcess node, int count)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(5));
        int start = node.Events.Count(IsOwn);
        while (node.Events.Count(IsOwn) == start && !limit.IsCancellationRequested)
        {
            await Task.Delay(100, CancellationToken.None);
        }

        Assert.False(limit.IsCancellationRequested, $"no block {count} of the cluster's\n{node.Everything}");

        static bool IsOwn(JsonElement e) =>
            e.GetProperty("event").GetString() == "blockProduced" && e.GetProperty("rewardAddress").GetString() == RewardAddress;
    }

    /// <summary>The last word of each farm: how many sectors it had when it was opened, or after the last one that was plotted.</summary>
    private static async Task WaitForPlottedAsync(FarmerProcess client, int sectors)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(5));
        while (Plotted() < sectors)
        {
            Assert.False(limit.IsCancellationRequested, "not all sectors were plotted:\n" + client.Everything);
            await Task.Delay(200, CancellationToken.None);
        }

        int Plotted() => client.Events
            .Where(e => e.GetProperty("event").GetString() is "farmOpened" or "sectorPlotted")
            .GroupBy(e => e.GetProperty("farm").GetString())
            .Sum(one => one.Last().GetProperty("sectorsPlotted").GetInt32());
    }

    private string PathOf(string name) => Path.Combine(_directory, name);

    private FarmerProcess Component(params string[] arguments) => Start(
        ["cluster", "--nats-server", _nats!.Url, "--kzg-parameters", Path.Combine(farm.BasePath, "kzg-development.bin"), "--json", .. arguments]);

    private FarmerProcess Start(params string[] arguments)
    {
        FarmerProcess process = FarmerProcess.Start(arguments);
        _processes.Add(process);
        return process;
    }
}
