using System.Net;

namespace Autonomys.Cluster.FullPieceCache;

/// <summary>What a full-piece cache works with.</summary>
public sealed record FullPieceCacheOptions
{
    /// <summary>Directory of the pieces; one that autonomys-export-piece made is taken as it is.</summary>
    public required string Directory { get; init; }

    /// <summary>Whether plot-servers may read from it directly, before the sharded caches. Default false: they fill the sharded ones.</summary>
    public bool Visible { get; init; }

    /// <summary>Where the data plane listens.</summary>
    public required IPEndPoint ListenOn { get; init; }

    /// <summary>Address that peers reach it at, when that is another one: a forwarded port, a container. Default: where it listens.</summary>
    public IPEndPoint? Advertise { get; init; }
}
