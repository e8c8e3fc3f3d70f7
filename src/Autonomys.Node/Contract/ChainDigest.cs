namespace Autonomys.Node.Contract;

/// <summary>The digest of a <see cref="ChainHeader"/>: SCALE-encoded items, each as 0x-prefixed hex.</summary>
public sealed record ChainDigest(IReadOnlyList<string> Logs);
