using Autonomys.Cluster.Setup;

namespace Autonomys.Cluster.Tests.Setup;

/// <summary>Texts of cluster files for tests.</summary>
internal static class ClusterFileText
{
    public const string RewardAddress = "sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAj";

    /// <summary>The least that is a cluster: all roles on one machine.</summary>
    public const string Small = $$"""
        {
          "program": "/opt/autonomys-farmer",
          "rewardAddress": "{{RewardAddress}}",
          "machines": [
            {
              "name": "all",
              "address": "10.0.0.1",
              "roles": ["nats-server", "node", "controller", "proof-server", "full-piece-sharded-cache", "sharded-cache", "plot-server", "plot-client"],
              "disks": [{ "path": "/mnt/a/", "size": "95%" }]
            }
          ]
        }
        """;

    /// <summary>The example with the place of its reward address filled.</summary>
    public static string Example => ExampleClusterFile.Text.Replace("stBR..S8V", RewardAddress, StringComparison.Ordinal);

    /// <summary>A text in which a part must be, with another in its place.</summary>
    public static string With(this string text, string part, string other)
    {
        Assert.Contains(part, text, StringComparison.Ordinal);
        return text.Replace(part, other, StringComparison.Ordinal);
    }

    public static ClusterFile Read(string text)
    {
        ClusterFileReading reading = ClusterFileReader.Read(text);
        Assert.Empty(reading.Problems);
        return reading.File!;
    }

    /// <summary>The content of one file that is made of a cluster file.</summary>
    public static string Make(string text, string path) =>
        Assert.Single(ClusterFiles.Make(Read(text), []), file => file.Path == path).Content;
}
