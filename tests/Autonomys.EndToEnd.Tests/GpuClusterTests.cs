using System.Diagnostics;
using System.Text.Json;
using Autonomys.Testing;

namespace Autonomys.EndToEnd.Tests;

/// <summary>A cluster that encodes and proves with the kernels of GPUs, on threads of the processor.</summary>
[Collection(DevelopmentFarm.Collection)]
public sealed class GpuClusterTests(DevelopmentFarm farm) : ClusterProcesses(farm)
{
    [Fact]
    [Trait("Category", "Long")]
    public async Task Kernels_plot_sectors_that_pass_scrub_and_prove_blocks()
    {
        Assert.SkipWhen(NatsServer.Missing is not null, NatsServer.Missing ?? "");
        Nats = NatsServer.Start();

        // Slow slots: there a record takes half a minute, and a proof not much less.
        FarmerProcess node = Start(
            "dev-node", "--base-path", PathOf("chain"), "--rpc-listen-on", "127.0.0.1:0", "--slot-duration", "30s", "--block-authoring-delay-slots", "8",
            "--initial-pieces", "1", "--json");
        string url = await node.RpcUrlAsync();
        Component("controller", "--base-path", PathOf("controller"), "--node-rpc-url", url, "--", "full-piece-sharded-cache", $"path={PathOf("pieces")}");
        FarmerProcess plotServer = Component("plot-server", "--gpu-backend", "cpu-accelerator", "--gpu-check-every", "0", PathOf("plot-server"));
        FarmerProcess client = Component(
            "plot-client", "--reward-address", RewardAddress, "--max-pieces-in-sector", "1", $"path={PathOf("farm")},sectors=2");
        await client.WaitForAsync("sectorPlotted", 2);
        Assert.Contains(Notices(plotServer), text => text.Contains("passed the self-test", StringComparison.Ordinal));
        plotServer.Interrupt();
        plotServer.WaitForExit(0);

        FarmerProcess proofServer = Component("proof-server", "--gpu-backend", "cpu-accelerator");
        Stopwatch waited = Stopwatch.StartNew();
        while (ProofsDone() == 0)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(15), "the proof-server proved nothing:\n" + proofServer.Everything);
            await Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None);
        }

        int submitted = client.Events.Count(IsSubmitted);
        await client.WaitForAsync("solutionSubmitted", submitted + 1);
        Assert.All(client.Events.Where(IsSubmitted), e => Assert.Equal("accepted", e.GetProperty("result").GetString()));
        await node.WaitForAsync("blockProduced");
        foreach (FarmerProcess process in (FarmerProcess[])[plotServer, proofServer, client])
        {
            // Before the others are there, each waits and says so; of the device there is nothing to say.
            Assert.DoesNotContain(process.Events, e =>
                e.GetProperty("event").GetString() == "warning" && e.GetProperty("text").GetString()!.Contains("CPUAccelerator", StringComparison.Ordinal));
        }

        client.Interrupt();
        client.WaitForExit(0);
        FarmerProcess scrub = FarmerProcess.Run(0, "scrub", "--dry-run", PathOf("farm"));
        Assert.DoesNotContain("damaged", scrub.Everything, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Notices(FarmerProcess process) => process.Events
        .Where(e => e.GetProperty("event").GetString() == "notice").Select(e => e.GetProperty("text").GetString()!);

    private static bool IsSubmitted(JsonElement e) => e.GetProperty("event").GetString() == "solutionSubmitted";

    /// <summary>As `status` tells of the proof-server.</summary>
    private long ProofsDone()
    {
        FarmerProcess status = FarmerProcess.Run(0, "status", "--nats-server", Nats!.Url, "--json");
        return JsonDocument.Parse(string.Concat(status.Output)).RootElement
            .GetProperty("members").EnumerateArray().Sum(member => member.TryGetProperty("proofsDone", out JsonElement done) ? done.GetInt64() : 0);
    }
}
