namespace Autonomys.Cluster.Setup;

/// <summary>Roles as the cluster file names them: as the command line names the components.</summary>
internal static class RoleNames
{
    private static readonly Dictionary<string, MachineRole> ByName = new(StringComparer.Ordinal)
    {
        ["nats-server"] = MachineRole.NatsServer,
        ["node"] = MachineRole.Node,
        ["controller"] = MachineRole.Controller,
        ["proof-server"] = MachineRole.ProofServer,
        ["full-piece-sharded-cache"] = MachineRole.FullPieceCache,
        ["sharded-cache"] = MachineRole.ShardedCache,
        ["plot-server"] = MachineRole.PlotServer,
        ["plot-client"] = MachineRole.PlotClient,
    };

    public static string All => string.Join(", ", ByName.Keys);

    public static bool TryParse(string name, out MachineRole role) => ByName.TryGetValue(name, out role);

    public static string Of(MachineRole role) => ByName.First(pair => pair.Value == role).Key;
}
