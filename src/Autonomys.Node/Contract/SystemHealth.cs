namespace Autonomys.Node.Contract;

/// <summary>The answer to system_health.</summary>
public sealed record SystemHealth(ulong Peers, bool IsSyncing, bool ShouldHavePeers);
