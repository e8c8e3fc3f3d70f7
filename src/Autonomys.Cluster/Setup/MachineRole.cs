namespace Autonomys.Cluster.Setup;

/// <summary>What a machine of a cluster does; one machine may do several things.</summary>
public enum MachineRole
{
    NatsServer,
    Node,
    Controller,
    ProofServer,
    FullPieceCache,
    ShardedCache,
    PlotServer,
    PlotClient,
}
