using System.Text.Json;

namespace Autonomys.EndToEnd.Tests;

/// <summary>`cluster init` as an operator runs it.</summary>
public sealed class InitTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("autonomys-init-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_example_is_filled_in_written_kept_and_replaced()
    {
        string file = Path.Combine(_directory, "cluster.json");
        string output = Path.Combine(_directory, "out");
        File.WriteAllLines(file, FarmerProcess.Run(0, "cluster", "init", "--example").Output);
        FarmerProcess refused = FarmerProcess.Run(2, "cluster", "init", "--output", output, file);
        Assert.Contains("rewardAddress \"stBR..S8V\"", refused.Everything, StringComparison.Ordinal);
        Assert.Empty(refused.Output);
        Assert.False(Directory.Exists(output));

        File.WriteAllText(
            file, File.ReadAllText(file).Replace("stBR..S8V", "sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAj", StringComparison.Ordinal));
        JsonElement result = Run(0);
        string[] paths = [.. result.GetProperty("files").EnumerateArray().Select(one => one.GetProperty("path").GetString()!)];
        Assert.Equal(
            paths.Order(StringComparer.Ordinal),
            Directory.GetFiles(output, "*", SearchOption.AllDirectories).Select(one => Path.GetRelativePath(output, one)).Order(StringComparer.Ordinal));
        Assert.Equal(["created"], Changes(result));
        Assert.Empty(result.GetProperty("warnings").EnumerateArray());
        Assert.Equal(["unchanged"], Changes(Run(0)));

        File.WriteAllText(file, File.ReadAllText(file).Replace("\"sectors\": 7000", "\"sectors\": 8000", StringComparison.Ordinal));
        FarmerProcess other = FarmerProcess.Run(1, "cluster", "init", "--output", output, file);
        Assert.Contains("storage-2/supervisor/autonomys-plot-client.conf", other.Everything, StringComparison.Ordinal);
        FarmerProcess forced = FarmerProcess.Run(0, "cluster", "init", "--force", "--output", output, file);
        Assert.Contains("warning: machine storage-1: sectors=8000 on /mnt/nvme0n1 cannot fit", forced.Everything, StringComparison.Ordinal);
        Assert.Contains("Go on with " + Path.Combine(output, "START-ORDER.md"), forced.Output);

        JsonElement Run(int exitCode) => Assert.Single(FarmerProcess.Run(exitCode, "cluster", "init", "--json", "--output", output, file).Events);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        FarmerProcess process = FarmerProcess.Run(2, "cluster", "init", "--output", _directory, Path.Combine(_directory, "none.json"));
        Assert.Contains("The cluster file " + Path.Combine(_directory, "none.json") + " cannot be read", process.Everything, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Changes(JsonElement result) =>
        result.GetProperty("files").EnumerateArray().Select(one => one.GetProperty("change").GetString()).Distinct();
}
