namespace Autonomys.Cluster.Bus;

/// <summary>All sharded caches are to fetch everything anew, so many seconds from now.</summary>
public sealed record ReinitializeCachesNotification(double DelaySeconds) : ClusterMessage;
