namespace Autonomys.Cluster.Setup;

/// <summary>A cluster as its operator describes it: what `cluster init` makes configurations of.</summary>
/// <remarks>Read by <see cref="ClusterFileReader"/>, which gives what is left out its default and checks that all fits together.</remarks>
public sealed record ClusterFile
{
    /// <summary>Path of autonomys-farmer, the same on all machines.</summary>
    public required string Program { get; init; }

    /// <summary>Who runs the programs. Default: root.</summary>
    public required string User { get; init; }

    /// <summary>Directory of the log files. Default: /var/log.</summary>
    public required string LogDirectory { get; init; }

    /// <summary>File of the KZG parameters on all machines; null leaves it to where the programs look by themselves.</summary>
    public string? KzgParameters { get; init; }

    /// <summary>Who gets the rewards, as it was written; empty when nothing farms.</summary>
    public required string RewardAddress { get; init; }

    public required NatsSettings Nats { get; init; }

    public required NodeSettings Node { get; init; }

    /// <summary>Directory of the controllers; null runs them with --tmp.</summary>
    public string? ControllerBasePath { get; init; }

    public required PortSettings Ports { get; init; }

    public required IReadOnlyList<Machine> Machines { get; init; }

    /// <summary>The machines that do this, in the order of the file.</summary>
    public IEnumerable<Machine> With(MachineRole role) => Machines.Where(machine => machine.Has(role));
}
