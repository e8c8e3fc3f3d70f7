using System.Text.Json;

namespace Autonomys.EndToEnd.Tests;

/// <summary>A base path on which `dev` has farmed its first three blocks; made once for all tests, which run one after the other.</summary>
[CollectionDefinition(Collection)]
public sealed class DevelopmentFarm : IDisposable, ICollectionFixture<DevelopmentFarm>
{
    public const string Collection = "development farm";

    public DevelopmentFarm()
    {
        using FarmerProcess first = FarmerProcess.Run(0, [.. Arguments, "--exit-after-blocks", "3"]);
        FirstRun = first.Events;
    }

    public string BasePath { get; } = Directory.CreateTempSubdirectory("autonomys-dev-").FullName;

    public string Farm => Path.Combine(BasePath, "farm");

    // Plotting that gives way would wait for whatever else this machine does, and the tests wait for plotting.
    public string[] Arguments => ["dev", "--base-path", BasePath, "--rpc-listen-on", "127.0.0.1:0", "--json", "--pieces-in-sector", "4", "--cpu-plotting-thread-priority", "default"];

    public JsonElement[] FirstRun { get; }

    public void Dispose() => Directory.Delete(BasePath, recursive: true);
}
