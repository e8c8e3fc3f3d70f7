namespace Autonomys.Cluster.Setup;

/// <summary>How a sharded cache runs.</summary>
/// <param name="Path">Its directory.</param>
/// <param name="Size">How much of the disk it may use; null leaves it to the program.</param>
/// <param name="InMemory">Whether its items are kept in memory too.</param>
public sealed record ShardedCacheSettings(string Path = "/var/autonomys-sharded-cache", string? Size = null, bool InMemory = false);
