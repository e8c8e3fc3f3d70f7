using System.Text.Json;

namespace Autonomys.Node.Contract;

/// <summary>The answer to chain_getBlock: a block and its justifications.</summary>
/// <param name="Block">The block.</param>
/// <param name="Justifications">Null, or an array of [engine id as 4 numbers, bytes as numbers].</param>
public sealed record SignedChainBlock(ChainBlock Block, JsonElement? Justifications);
