namespace Autonomys.Cluster.Setup;

/// <summary>What reading a cluster file gave.</summary>
/// <param name="File">The cluster; null when there are problems.</param>
/// <param name="Problems">Each names the machine, the field, the value and the remedy.</param>
/// <param name="Warnings">What works, and is probably not meant.</param>
public sealed record ClusterFileReading(ClusterFile? File, IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings);
