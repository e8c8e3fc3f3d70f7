namespace Autonomys.Node.Contract;

/// <summary>A block as chain_getBlock has it; each extrinsic is its SCALE form as 0x-prefixed hex.</summary>
public sealed record ChainBlock(ChainHeader Header, IReadOnlyList<string> Extrinsics);
