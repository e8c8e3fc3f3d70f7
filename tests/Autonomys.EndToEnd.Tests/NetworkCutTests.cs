using System.Globalization;
using System.Text.Json;
using Autonomys.Testing;

namespace Autonomys.EndToEnd.Tests;

/// <summary>The network between the processes of a cluster is cut, as by a pulled cable, and healed: all goes on by itself.</summary>
[Collection(DevelopmentFarm.Collection)]
public sealed class NetworkCutTests(DevelopmentFarm farm) : ClusterProcesses(farm)
{
    private const int SectorsPerFarm = 5;

    private static readonly TimeSpan ShortCut = TimeSpan.FromSeconds(8);

    /// <summary>Longer than the cluster remembers a silent member.</summary>
    private static readonly TimeSpan LongCut = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Cut_and_healed_everywhere_it_goes_on_and_loses_and_doubles_nothing()
    {
        Assert.SkipWhen(NatsServer.Missing is not null, NatsServer.Missing ?? "");
        Nats = NatsServer.Start();
        FarmerProcess node = Start("dev-node", "--base-path", Farm.BasePath, "--rpc-listen-on", "127.0.0.1:0", "--json");
        int[] ports = [.. Enumerable.Range(0, 3).Select(_ => NatsServer.FreePort())];
        await using CuttableLink toNode = new(new Uri(await node.RpcUrlAsync()).Port);
        await using CuttableLink toNats = new(Nats.Port);
        await using CuttableLink toCache = new(ports[0]);
        await using CuttableLink toPlotServer = new(ports[1]);
        await using CuttableLink toProofServer = new(ports[2]);
        List<FarmerProcess> running =
        [
            Component(
                "controller", "--tmp", "--node-rpc-url", Text($"ws://127.0.0.1:{toNode.Port}"), "--", "full-piece-sharded-cache",
                $"path={PathOf("pieces")}", "--listen-on", Address(ports[0]), "--advertise", Address(toCache.Port)),
            Component("proof-server", "--listen-on", Address(ports[2]), "--advertise", Address(toProofServer.Port)),
            Component(
                "plot-server", "--cpu-plotting-thread-priority", "default", PathOf("plot-server"), "--listen-on", Address(ports[1]),
                "--advertise", Address(toPlotServer.Port)),
            ComponentAt(
                [Text($"nats://127.0.0.1:{toNats.Port}")], "plot-client", "--reward-address", RewardAddress, "--max-pieces-in-sector", "4",
                Text($"path={PathOf("farm-0")},sectors={SectorsPerFarm}"), Text($"path={PathOf("farm-1")},sectors={SectorsPerFarm}")),
        ];
        FarmerProcess client = running[^1];
        // Plotting waits for its pieces, farms for their sectors, and this machine proves alone.
        await client.WaitForAsync("sectorPlotted");
        int plotted = Count(client, "sectorPlotted");
        await CutAsync(ShortCut, [toCache, toPlotServer, toProofServer]);
        await WaitForPlottedAsync(client, Math.Min(plotted + 1, 2 * SectorsPerFarm));
        Tell($"the data plane: {Count(client, "sectorPlotted")} sectors plotted, {plotted} before");

        // The plot-client is gone for the others, and comes back.
        plotted = Count(client, "sectorPlotted");
        await CutAsync(LongCut, [toNats]);
        await WaitForPlottedAsync(client, Math.Min(plotted + 1, 2 * SectorsPerFarm));
        await OwnBlockAsync(node, 1);
        Tell($"NATS: {Count(client, "sectorPlotted")} sectors plotted, {plotted} before");

        // No slot comes while the controller does not reach its node.
        await CutAsync(ShortCut, [toNode]);
        await OwnBlockAsync(node, 2);

        // Connections that end with an error, all at once.
        long proven = toProofServer.Bytes;
        foreach (CuttableLink link in new[] { toNode, toNats, toCache, toPlotServer, toProofServer })
        {
            link.Reset();
        }

        await WaitUntilAsync(() => toProofServer.Bytes > proven, "the proof-server is not asked any more");
        await OwnBlockAsync(node, 3);
        await WaitForPlottedAsync(client, 2 * SectorsPerFarm);
        await WaitForFreedAsync("plot-server");
        foreach (FarmerProcess component in running)
        {
            Assert.False(component.HasExited, component.Everything);
            component.Interrupt();
        }

        foreach (FarmerProcess component in running)
        {
            component.WaitForExit(0);
        }

        string[] encoded =
        [
            .. running.SelectMany(process => process.WholeEvents)
                .Where(e => e.GetProperty("event").GetString() == "sectorEncoded")
                .Select(e => $"{e.GetProperty("publicKey")} {e.GetProperty("sectorIndex")}"),
        ];
        Assert.Equal(2 * SectorsPerFarm, encoded.Distinct().Count());
        Assert.Equal(2 * SectorsPerFarm, encoded.Length);
        uint[] numbers =
        [
            .. node.Events.Where(e => e.GetProperty("event").GetString() == "blockProduced").Select(e => e.GetProperty("number").GetUInt32()),
        ];
        Assert.Equal(Enumerable.Range((int)numbers[0], numbers.Length).Select(number => (uint)number), numbers);
        FarmerProcess scrub = FarmerProcess.Run(0, "scrub", "--dry-run", PathOf("farm-0"), PathOf("farm-1"));
        Assert.DoesNotContain("damaged", scrub.Everything, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task CutAsync(TimeSpan time, CuttableLink[] links)
    {
        foreach (CuttableLink link in links)
        {
            link.Cut();
        }

        await Task.Delay(time);
        foreach (CuttableLink link in links)
        {
            link.Heal();
        }
    }

    private static int Count(FarmerProcess process, string name) =>
        process.WholeEvents.Count(e => e.GetProperty("event").GetString() == name);

    private static string Address(int port) => Text($"127.0.0.1:{port}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Tell(string text) => TestContext.Current.TestOutputHelper!.WriteLine("after a cut of " + text);
}
