namespace Autonomys.Cluster.Setup;

/// <summary>TCP ports of everything that a cluster runs, the same on all machines.</summary>
public sealed record PortSettings
{
    public int Nats { get; init; } = 4222;

    public int NatsCluster { get; init; } = 4248;

    /// <summary>The NATS server's figures, on the loopback address only.</summary>
    public int NatsMonitor { get; init; } = 8222;

    public int NodeRpc { get; init; } = 9944;

    public int Controller { get; init; } = 9960;

    public int FullPieceCache { get; init; } = 9961;

    public int ShardedCache { get; init; } = 9962;

    public int ProofServer { get; init; } = 9963;

    /// <summary>Of the plot-server of GPU 0; GPU n has this plus n.</summary>
    public int PlotServer { get; init; } = 9966;

    /// <summary>All with their names in the cluster file.</summary>
    internal IEnumerable<(string Name, int Port)> All =>
    [
        ("nats", Nats), ("natsCluster", NatsCluster), ("natsMonitor", NatsMonitor), ("nodeRpc", NodeRpc), ("controller", Controller),
        ("fullPieceCache", FullPieceCache), ("shardedCache", ShardedCache), ("proofServer", ProofServer), ("plotServer", PlotServer),
    ];
}
