using NATS.Client.Core;

namespace Autonomys.Messaging.Nats;

/// <summary>What a NATS server must be for a cluster, and what to write into its configuration when it is not.</summary>
internal static class NatsSetup
{
    public const string JetStreamRemedy =
        "Start nats-server with --jetstream, or add to its configuration: jetstream { store_dir=/var/nats-data }";

    // Key-value buckets and work queues as they are used here came with 2.6; Debian has 2.9, the manual asks for 2.10.
    private static readonly Version LeastVersion = new(2, 9);

    /// <exception cref="BusSetupException">Says what is missing and the line that adds it.</exception>
    public static void Require(INatsServerInfo? server)
    {
        string name = NameOf(server);
        if (server is null)
        {
            throw new BusSetupException($"{name} did not introduce itself: is it a NATS server?");
        }

        if (!server.JetStreamAvailable)
        {
            throw new BusSetupException($"{name} runs without JetStream. {JetStreamRemedy}");
        }

        if (server.MaxPayload < 2 * IClusterBus.MaxMessageSize)
        {
            throw new BusSetupException(
                $"{name} takes messages of at most {server.MaxPayload} bytes, {2 * IClusterBus.MaxMessageSize} are needed. Add to its configuration: max_payload = 3MB");
        }

        if (Version.TryParse(server.Version.Split('-')[0], out Version? version) && version < LeastVersion)
        {
            throw new BusSetupException($"{name} has version {server.Version}; {LeastVersion} or newer is needed: install one, its configuration can stay.");
        }
    }

    public static string NameOf(INatsServerInfo? server) =>
        server is null ? "The server" : $"The NATS server {server.Name} ({server.Host}:{server.Port})";
}
