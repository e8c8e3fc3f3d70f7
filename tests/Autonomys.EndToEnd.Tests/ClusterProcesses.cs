using System.Diagnostics;
using System.Text.Json;
using Autonomys.Testing;

namespace Autonomys.EndToEnd.Tests;

/// <summary>The processes of a cluster on a development chain, in a directory of their own.</summary>
public abstract class ClusterProcesses(DevelopmentFarm farm) : IDisposable
{
    internal const string RewardAddress = "sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAj";

    private readonly string _directory = Directory.CreateTempSubdirectory("autonomys-cluster-").FullName;

    private protected DevelopmentFarm Farm => farm;

    private protected List<FarmerProcess> Processes { get; } = [];

    private protected NatsServer? Nats { get; set; }

    /// <summary>Three servers in place of the one.</summary>
    private protected NatsCluster? NatsCluster { get; set; }

    public void Dispose()
    {
        foreach (FarmerProcess process in Processes)
        {
            process.Dispose();
        }

        Nats?.Dispose();
        NatsCluster?.Dispose();
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected static async Task OwnBlockAsync(FarmerProcess node, int count)
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
    private protected static async Task WaitForPlottedAsync(FarmerProcess client, int sectors)
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

    /// <summary>What a farm took, and could not say so to the plot-server because one of them was killed or cut off, goes within minutes.</summary>
    private protected Task WaitForFreedAsync(string plotServer) => WaitUntilAsync(
        () => !Directory.EnumerateFiles(PathOf(plotServer + "/sectors")).Any(), "finished sectors stay at the plot-server");

    private protected static async Task WaitUntilAsync(Func<bool> isTrue, string otherwise)
    {
        Stopwatch time = Stopwatch.StartNew();
        while (!isTrue())
        {
            // Generous: a test machine may be busy. It only ends what hangs.
            Assert.True(time.Elapsed < TimeSpan.FromMinutes(5), otherwise);
            await Task.Delay(100);
        }
    }

    private protected string PathOf(string name) => Path.Combine(_directory, name);

    private protected FarmerProcess Component(params string[] arguments) =>
        ComponentAt(NatsCluster is null ? [Nats!.Url] : [.. NatsCluster.Servers.Select(server => server.Url)], arguments);

    /// <summary>A component that reaches NATS at other addresses.</summary>
    private protected FarmerProcess ComponentAt(string[] natsUrls, params string[] arguments) => Start(
        ["cluster", .. natsUrls.SelectMany(url => new[] { "--nats-server", url }), "--kzg-parameters", Path.Combine(farm.BasePath, "kzg-development.bin"), "--json", .. arguments]);

    private protected FarmerProcess Start(params string[] arguments)
    {
        FarmerProcess process = FarmerProcess.Start(arguments);
        Processes.Add(process);
        return process;
    }
}
