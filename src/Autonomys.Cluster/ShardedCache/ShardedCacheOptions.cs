using System.Net;

namespace Autonomys.Cluster.ShardedCache;

/// <summary>What a sharded cache works with.</summary>
public sealed record ShardedCacheOptions
{
    /// <summary>Directory of the items, made when missing.</summary>
    public required string Directory { get; init; }

    /// <summary>Bytes that it may fill; null for nine tenths of what the directory holds and what is free.</summary>
    public long? Size { get; init; }

    /// <summary>Whether items are kept in memory too.</summary>
    public bool InMemory { get; init; }

    /// <summary>Where the data plane listens.</summary>
    public required IPEndPoint ListenOn { get; init; }

    /// <summary>Address that peers reach it at, when that is another one: a forwarded port, a container. Default: where it listens.</summary>
    public IPEndPoint? Advertise { get; init; }
}
