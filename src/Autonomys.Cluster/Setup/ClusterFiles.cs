namespace Autonomys.Cluster.Setup;

/// <summary>Everything that is made of a cluster file.</summary>
public static class ClusterFiles
{
    internal const string StartOrderName = "START-ORDER.md";
    internal const string NatsConfigurationName = "nats-server.conf";
    internal const string SupervisorDirectory = "supervisor";

    /// <summary>
    /// START-ORDER.md, and a directory for each machine with its nats-server.conf and the programs for supervisor.
    /// The same cluster file always makes the same files.
    /// </summary>
    /// <param name="file">The cluster.</param>
    /// <param name="warnings">What reading it warned of; START-ORDER.md tells it too.</param>
    public static IReadOnlyList<GeneratedFile> Make(ClusterFile file, IReadOnlyList<string> warnings)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(warnings);
        List<GeneratedFile> files = [new(StartOrderName, new StartOrder(file, warnings).Write())];
        foreach (Machine machine in file.Machines)
        {
            SupervisorPrograms programs = new(file, machine);
            if (machine.Has(MachineRole.NatsServer))
            {
                files.Add(new($"{machine.Name}/{NatsConfigurationName}", NatsConfiguration.Write(file, machine)));
            }

            files.AddRange(machine.Roles.Select(role => new GeneratedFile(
                $"{machine.Name}/{SupervisorDirectory}/{SupervisorPrograms.NameOf(role)}.conf", programs.Write(role))));
        }

        return files;
    }
}
