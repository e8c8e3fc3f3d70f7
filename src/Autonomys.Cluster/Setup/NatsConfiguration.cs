using System.Globalization;
using System.Text;

namespace Autonomys.Cluster.Setup;

/// <summary>The configuration of the nats-server of one machine; what is in it means the same to versions 2.9 and 2.10.</summary>
internal static class NatsConfiguration
{
    public static string Write(ClusterFile file, Machine machine)
    {
        PortSettings ports = file.Ports;
        StringBuilder text = new();
        Line($"# nats-server of {machine.Name}, made by `autonomys-farmer cluster init`");

        // In quotes, as a name of digits would be a number, and an IPv6 address a list.
        Line($"server_name=\"{machine.Name}\"");
        Line($"listen: \"{machine.ListenHost}:{ports.Nats}\"");
        Line($"http: \"127.0.0.1:{ports.NatsMonitor}\"");
        Line($"max_payload = 3MB");
        Line($"jetstream {{");
        Line($"  store_dir=\"{file.Nats.StoreDirectory}\"");
        Line($"}}");

        // A server alone with a cluster block waits for others for ever before it has JetStream.
        Machine[] others = [.. file.With(MachineRole.NatsServer).Where(other => other != machine)];
        if (others.Length > 0)
        {
            Line($"cluster {{");
            Line($"  name: \"{file.Nats.ClusterName}\"");
            Line($"  listen: \"{machine.ListenHost}:{ports.NatsCluster}\"");
            Line($"  routes: [");
            foreach (Machine other in others)
            {
                Line($"    \"nats://{other.Host}:{ports.NatsCluster}\"");
            }

            Line($"  ]");
            Line($"}}");
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
