namespace Autonomys.Node.Contract;

/// <summary>A block header as chain_getHeader has it. Unlike in the farmer's methods, byte strings and the number have a 0x prefix.</summary>
/// <param name="ParentHash">Hash of the block before.</param>
/// <param name="Number">Block number as hex digits without leading zeros.</param>
/// <param name="StateRoot">Root of the state after the block.</param>
/// <param name="ExtrinsicsRoot">Root of the block's extrinsics.</param>
/// <param name="Digest">Consensus items.</param>
public sealed record ChainHeader(string ParentHash, string Number, string StateRoot, string ExtrinsicsRoot, ChainDigest Digest);
