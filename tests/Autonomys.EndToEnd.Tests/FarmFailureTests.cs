using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autonomys.Testing;

namespace Autonomys.EndToEnd.Tests;

/// <summary>What an operator sees when one farm, directory or port cannot be used: what it is, and that the rest goes on.</summary>
[Collection(DevelopmentFarm.Collection)]
public sealed class FarmFailureTests(DevelopmentFarm farm) : ClusterProcesses(farm)
{
    [Fact]
    public async Task A_farm_of_another_chain_and_a_missing_one_do_not_stop_the_good_one()
    {
        FarmerProcess node = Start("dev-node", "--base-path", Farm.BasePath, "--rpc-listen-on", "127.0.0.1:0", "--json");
        string foreign = MakeForeign();
        string missing = PathOf("missing");
        string[] arguments =
        [
            "farm", "--node-rpc-url", await node.RpcUrlAsync(), "--reward-address", RewardAddress,
            "--piece-cache", Path.Combine(Farm.BasePath, "pieces"), "--json", "--create", "false",
            $"path={foreign},sectors=2", $"path={Farm.Farm},sectors=2", $"path={missing},sectors=2",
        ];
        FarmerProcess farmer = Start(arguments);
        await farmer.WaitForAsync("farmFailed", 2);
        string[] reasons =
        [
            .. farmer.Events.Where(e => e.GetProperty("event").GetString() == "farmFailed")
                .OrderBy(e => e.GetProperty("farm").GetString()).Select(e => e.GetProperty("error").GetString()!),
        ];
        Assert.Contains("was made for the chain with genesis hash", reasons[0], StringComparison.Ordinal);
        Assert.Contains($"There is no farm in {missing}", reasons[1], StringComparison.Ordinal);
        await OwnBlockAsync(node, 1);
        Assert.False(Directory.Exists(missing));

        // The good one is held now: who comes second is told by whom, and ends because nothing is left.
        FarmerProcess second = Start(arguments);
        second.WaitForExit(1);
        Assert.Contains("None of the 3 farms can be farmed", second.Everything, StringComparison.Ordinal);
        Assert.Contains($"({farmer.Id})", second.Everything, StringComparison.Ordinal);

        FarmerProcess strict = Start([.. arguments, "--exit-on-farm-error"]);
        strict.WaitForExit(1);
        Assert.Contains("--exit-on-farm-error is set", strict.Everything, StringComparison.Ordinal);
        farmer.Interrupt();
        farmer.WaitForExit(0);
    }

    [Fact]
    public void A_port_that_is_in_use_ends_the_component_with_the_remedy()
    {
        Assert.SkipWhen(NatsServer.Missing is not null, NatsServer.Missing ?? "");
        Nats = NatsServer.Start();
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        string address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");
        FarmerProcess process = Component("plot-server", PathOf("plot-server"), "--listen-on", address);
        process.WaitForExit(1);
        Assert.Contains(address, process.Everything, StringComparison.Ordinal);
        Assert.Contains("Choose another with --listen-on", process.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_another_component_uses_is_named()
    {
        Assert.SkipWhen(NatsServer.Missing is not null, NatsServer.Missing ?? "");
        Nats = NatsServer.Start();
        FarmerProcess first = Component("plot-server", PathOf("plot-server"));
        await first.WaitForAsync("notice");
        FarmerProcess second = Component("plot-server", PathOf("plot-server"));
        second.WaitForExit(1);
        Assert.Contains($"{PathOf("plot-server")} is used by another process", second.Everything, StringComparison.Ordinal);
        first.Interrupt();
        first.WaitForExit(0);
    }

    /// <summary>The good farm's description under another chain's name.</summary>
    private string MakeForeign()
    {
        string directory = Directory.CreateDirectory(PathOf("foreign")).FullName;
        File.Copy(Path.Combine(Farm.Farm, "identity.bin"), Path.Combine(directory, "identity.bin"));
        JsonNode info = JsonNode.Parse(File.ReadAllText(Path.Combine(Farm.Farm, "single_disk_farm.json")))!;
        JsonNode version = info["v0"] ?? info;
        version["genesisHash"] = new string('1', 64);
        File.WriteAllText(Path.Combine(directory, "single_disk_farm.json"), info.ToJsonString());
        return directory;
    }
}
