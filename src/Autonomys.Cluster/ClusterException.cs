namespace Autonomys.Cluster;

/// <summary>The cluster is not as a command needs it; the message says what to do.</summary>
public sealed class ClusterException(string message) : Exception(message);
