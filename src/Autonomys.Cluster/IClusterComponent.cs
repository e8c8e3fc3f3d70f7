namespace Autonomys.Cluster;

/// <summary>A component of the cluster; several may share a process.</summary>
public interface IClusterComponent
{
    /// <summary>Works until cancelled.</summary>
    Task RunAsync(ClusterContext context, CancellationToken cancellationToken);
}
