using System.Globalization;
using System.Text;

namespace Autonomys.Cluster.Setup;

/// <summary>START-ORDER.md: how the files come to the machines, what is started when, and who must reach which port.</summary>
internal sealed class StartOrder(ClusterFile file, IReadOnlyList<string> warnings)
{
    private readonly StringBuilder _text = new();

    public string Write()
    {
        _text.Clear();
        Line($"# Setting up and starting this cluster");
        Line();
        Line($"Made by `autonomys-farmer cluster init`; change the cluster file and run it again rather than this page. The commands are for one");
        Line($"machine that reaches all others with ssh, in the directory of this page. docs/operations.md explains them.");
        WriteWarnings();
        WriteCopies();
        WriteSteps();
        WritePorts();
        return _text.ToString();
    }

    private void WriteWarnings()
    {
        if (warnings.Count == 0)
        {
            return;
        }

        Line();
        Line($"## First look at this");
        Line();
        foreach (string warning in warnings)
        {
            Line($"- {warning}");
        }
    }

    private void WriteCopies()
    {
        Line();
        Line($"## Bring the files to the machines");
        Line();
        Line($"On every machine there must be supervisor and {file.Program} already, and where they are used: the node,");
        Line($"nats-server (2.9 or newer), numactl. Every machine with a component needs the network's KZG parameters once:");
        Line();
        Line($"    {file.Program} util kzg-parameters --from FILE{(file.KzgParameters is { } kzg ? $" --output {kzg}" : "")}");
        Line();
        foreach (Machine machine in file.Machines)
        {
            if (machine.Has(MachineRole.NatsServer))
            {
                Line($"    scp {machine.Name}/{ClusterFiles.NatsConfigurationName} root@{machine.Host}:{file.Nats.Configuration}");
            }

            Line($"    scp {machine.Name}/{ClusterFiles.SupervisorDirectory}/*.conf root@{machine.Host}:/etc/supervisor/conf.d/");
            string directory = file.LogDirectory == "/var/log" ? "" : $"mkdir -p {file.LogDirectory} && ";
            Line($"    ssh root@{machine.Address} '{directory}supervisorctl reread'");
        }
    }

    private void WriteSteps()
    {
        Line();
        Line($"## Start, in this order");
        Line();
        Line($"`supervisorctl update NAME` takes a program in and starts it. Nothing breaks in another order: every component waits for what it needs.");
        Line($"`status` is `{file.Program} status --nats-server {StatusServer()}`, on any machine.");
        Line($"After a reboot supervisor starts all of a machine by itself, and after a change of these files `supervisorctl update` does.");
        int number = 0;
        foreach (MachineRole role in Enum.GetValues<MachineRole>())
        {
            Machine[] machines = [.. file.With(role)];
            if (machines.Length == 0)
            {
                continue;
            }

            string name = SupervisorPrograms.NameOf(role);
            Line();
            Line($"### {++number}. {name}");
            Line();
            foreach (Machine machine in machines)
            {
                Line($"    ssh root@{machine.Address} supervisorctl update {name}");
            }

            Line();
            Line($"{GoOnWhen(role)}");
        }
    }

    private string GoOnWhen(MachineRole role) => role switch
    {
        MachineRole.NatsServer => string.Create(
            CultureInfo.InvariantCulture, $"Go on when `curl -s http://127.0.0.1:{file.Ports.NatsMonitor}/healthz` says ok on each of them."),
        MachineRole.Node => $"Go on when its log ({file.LogDirectory.TrimEnd('/')}/{SupervisorPrograms.Node}.log) says that it is synced: before that, nobody can farm.",
        MachineRole.Controller or MachineRole.ProofServer or MachineRole.PlotServer => "Go on when `status` shows them.",
        MachineRole.FullPieceCache => "Filled from the controllers, or from a directory of autonomys-export-piece. Go on when `status` shows all pieces.",
        MachineRole.ShardedCache => "Filled from the full caches. Go on when `status` shows their share complete.",
        MachineRole.PlotClient => "They make their farms, have them plotted and farm. Then back up identity.bin of every farm directory; `status --watch` shows all.",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    private string StatusServer() => string.Create(
        CultureInfo.InvariantCulture, $"nats://{file.With(MachineRole.NatsServer).First().Host}:{file.Ports.Nats}");

    private void WritePorts()
    {
        Line();
        Line($"## Ports");
        Line();
        Line($"All TCP. Let nobody in from outside: whoever reaches NATS can read the cluster's token, whoever reaches the node may use its unsafe methods.");
        Line();
        Line($"`status` and the tools of `util` need NATS where they are run; verify-piece and sharded-cache-benchmark read from the caches too.");
        Line();
        Line($"| Machine | Port | Who listens | Who must reach it |");
        Line($"|---|---|---|---|");
        foreach (Machine machine in file.Machines)
        {
            foreach (MachineRole role in machine.Roles)
            {
                WritePorts(machine, role);
            }
        }
    }

    private void WritePorts(Machine machine, MachineRole role)
    {
        PortSettings ports = file.Ports;
        switch (role)
        {
            case MachineRole.NatsServer:
                Row(ports.Nats, "all machines");
                if (file.With(role).Count() > 1)
                {
                    Row(ports.NatsCluster, $"{Names(file.With(role).Where(other => other != machine))}");
                }

                Row(ports.NatsMonitor, "itself only (127.0.0.1)");
                break;
            case MachineRole.Node:
                Row(ports.NodeRpc, $"{Names(file.With(MachineRole.Controller))}, autonomys-export-piece");
                break;
            case MachineRole.Controller:
                Row(ports.Controller, Readers(MachineRole.FullPieceCache, MachineRole.ShardedCache, MachineRole.PlotServer));
                break;
            case MachineRole.ProofServer:
                Row(ports.ProofServer, Readers(MachineRole.PlotClient));
                break;
            case MachineRole.FullPieceCache:
                Row(ports.FullPieceCache, Readers(MachineRole.FullPieceCache, MachineRole.ShardedCache, MachineRole.PlotServer));
                break;
            case MachineRole.ShardedCache:
                Row(ports.ShardedCache, Readers(MachineRole.PlotServer));
                break;
            case MachineRole.PlotServer:
                foreach (PlotServerProcess server in PlotServerProcess.Of(machine))
                {
                    Row(ports.PlotServer + server.Number, Readers(MachineRole.PlotClient));
                }

                break;
            default:
                break;
        }

        void Row(int port, string who) => Line($"| {machine.Name} ({machine.Address}) | {port} | {SupervisorPrograms.NameOf(role)} | {who} |");
    }

    private string Readers(params MachineRole[] roles)
    {
        Machine[] readers = [.. file.Machines.Where(machine => roles.Any(machine.Has))];
        return readers.Length == 0 ? "nobody now" : Names(readers);
    }

    private static string Names(IEnumerable<Machine> machines) => string.Join(", ", machines.Select(machine => machine.Name));

    private void Line() => _text.Append('\n');

    private void Line(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
