using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Farming.Proving;

/// <summary>What a solution has to compute.</summary>
/// <param name="Chunk">The chunk without its mask.</param>
/// <param name="Proof">The proof of space of its s-bucket.</param>
/// <param name="Witness">That the chunk is one of its record.</param>
public sealed record ChunkProof(Bytes32 Chunk, PosProof Proof, ChunkWitness Witness);
