using System.Net;

namespace Autonomys.Cluster.ProofServer;

/// <summary>What a proof-server works with.</summary>
public sealed record ProofServerOptions
{
    /// <summary>Threads of one proof. Default: one per core, at most 32.</summary>
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 32);

    /// <summary>Requests in work at once; more are refused at once, so that who asks turns elsewhere. Default 2: one is read while one is proven.</summary>
    public int MaxInWork { get; init; } = 2;

    /// <summary>Where the data plane listens.</summary>
    public required IPEndPoint ListenOn { get; init; }

    /// <summary>Address that peers reach it at, when that is another one: a forwarded port, a container. Default: where it listens.</summary>
    public IPEndPoint? Advertise { get; init; }
}
