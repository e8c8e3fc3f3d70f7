namespace Autonomys.Cluster.Setup;

/// <summary>How the network's node runs.</summary>
/// <param name="Program">Path of the node.</param>
/// <param name="BasePath">Where its database is.</param>
/// <param name="Chain">Which chain.</param>
/// <param name="Urls">WebSocket addresses of nodes that are not on machines of the cluster.</param>
public sealed record NodeSettings(string Program, string BasePath, string Chain, IReadOnlyList<string> Urls)
{
    public static readonly NodeSettings Default = new("/root/autonomys/autonomys-node", "/var/autonomys-node", "mainnet", []);
}
