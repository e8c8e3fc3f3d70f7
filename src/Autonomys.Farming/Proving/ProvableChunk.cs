using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Farming.Proving;

/// <summary>A winning chunk that is encoded, and so can be proven.</summary>
/// <param name="PieceOffset">The record that the chunk belongs to.</param>
/// <param name="ChunkOffset">Position in the audited s-bucket.</param>
/// <param name="Distance">From the challenge: the smaller, the better.</param>
public readonly record struct ProvableChunk(PieceOffset PieceOffset, int ChunkOffset, SolutionRange Distance);
