using System.Net;
using Autonomys.Cli.Commands.Cluster;

namespace Autonomys.Cli.Running;

/// <summary>What the components of a process share.</summary>
internal sealed record ClusterRunOptions
{
    /// <summary>Addresses of NATS servers, at least one.</summary>
    public required string[] Servers { get; init; }

    /// <summary>File of the KZG parameters; null looks where they usually are.</summary>
    public string? KzgParameters { get; init; }

    /// <summary>Whether events are printed as JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Where metrics are served; null for nowhere.</summary>
    public IPEndPoint? PrometheusListenOn { get; init; }

    /// <summary>Where metrics are pushed to; null for nowhere.</summary>
    public PushTarget? Push { get; init; }
}
