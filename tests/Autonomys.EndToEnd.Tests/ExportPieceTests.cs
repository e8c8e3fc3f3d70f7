namespace Autonomys.EndToEnd.Tests;

[Collection(DevelopmentFarm.Collection)]
public sealed class ExportPieceTests(DevelopmentFarm farm) : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("autonomys-export-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Killed_and_started_again_it_makes_the_pieces_that_the_node_serves()
    {
        using FarmerProcess node = FarmerProcess.Start("dev-node", "--base-path", farm.BasePath, "--rpc-listen-on", "127.0.0.1:0", "--json");
        string url = (await node.RpcUrlAsync()).Replace("ws://", "http://", StringComparison.Ordinal);
        string output = Path.Combine(_directory, "full-cache-tmp");
        string[] arguments = ["--output", output, "--kzg-parameters", Path.Combine(farm.BasePath, "kzg-development.bin"), "--json"];
        using (FarmerProcess killed = FarmerProcess.StartExport(url, arguments))
        {
            await killed.WaitForAsync("historyProgress", 2);

            // Only one process exports to a directory.
            using FarmerProcess second = FarmerProcess.StartExport(url, arguments);
            second.WaitForExit(1);
            Assert.Contains("used by another process", second.Everything, StringComparison.Ordinal);
            killed.Kill();
        }

        Assert.Empty(Directory.EnumerateFiles(output, "*.pieces"));
        using FarmerProcess whole = FarmerProcess.StartExport(url, arguments);
        whole.WaitForExit(0);

        // What `dev` fetched from the node and checked against the segment's commitment.
        string fetched = Path.Combine(farm.BasePath, "pieces", "00000000.pieces");
        string made = Path.Combine(output, "00000000.pieces");
        Assert.Equal(File.ReadAllBytes(fetched), File.ReadAllBytes(made));

        using FarmerProcess again = FarmerProcess.StartExport(url, arguments);
        again.WaitForExit(0);
        Assert.Contains("0 segments were made now", again.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_node_it_says_how_to_give_one()
    {
        using FarmerProcess process = FarmerProcess.StartExport(null);
        process.WaitForExit(2);
        Assert.Contains("NODE_URL=http://", process.Everything, StringComparison.Ordinal);
    }
}
