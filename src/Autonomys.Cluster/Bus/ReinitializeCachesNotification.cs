using Autonomys.Cluster.Placement;

namespace Autonomys.Cluster.Bus;

/// <summary>All sharded caches are to fetch everything anew, so many seconds from now, and to keep this of each piece from then on.</summary>
public sealed record ReinitializeCachesNotification(double DelaySeconds, CacheItemType? ItemType = null) : ClusterMessage;
