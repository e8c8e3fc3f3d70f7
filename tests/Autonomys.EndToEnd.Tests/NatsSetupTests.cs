using Autonomys.Testing;

namespace Autonomys.EndToEnd.Tests;

/// <summary>A component on a NATS server that is set up wrongly ends at once, and prints the line that is missing.</summary>
public sealed class NatsSetupTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("autonomys-nats-setup-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("server_name: \"bare\"\n", "The NATS server bare (", "jetstream { store_dir=/var/nats-data }")]
    [InlineData("server_name: \"tight\"\nmax_payload: 64KB\njetstream { store_dir=\"STORE\" }\n", "The NATS server tight (", "max_payload = 3MB")]
    public void Its_line_of_configuration_is_printed(string configuration, string server, string line)
    {
        Assert.SkipWhen(NatsServer.Missing is not null, NatsServer.Missing ?? "");
        using NatsServer nats = NatsServer.Start(configuration.Replace("STORE", _directory, StringComparison.Ordinal));
        string[][] components =
        [
            ["proof-server"],
            ["sharded-cache", "path=" + Path.Combine(_directory, "shard")],
        ];
        foreach (string[] component in components)
        {
            FarmerProcess process = FarmerProcess.Run(1, ["cluster", "--nats-server", nats.Url, .. component]);
            Assert.Contains(server, process.Everything, StringComparison.Ordinal);
            Assert.Contains(line, process.Everything, StringComparison.Ordinal);
        }
    }
}
