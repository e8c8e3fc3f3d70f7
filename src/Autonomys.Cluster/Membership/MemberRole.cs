namespace Autonomys.Cluster.Membership;

/// <summary>What a component does; the text is that of the command line.</summary>
public enum MemberRole
{
    Controller,
    FullPieceCache,
    ShardedCache,
    PlotServer,
    ProofServer,
    PlotClient,
}
