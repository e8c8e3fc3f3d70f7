using Autonomys.Primitives.Solutions;

namespace Autonomys.Farming.Auditing;

/// <summary>A chunk within the solution range.</summary>
/// <param name="ChunkOffset">Position in the audited s-bucket.</param>
/// <param name="Distance">From the challenge: the smaller, the better.</param>
public readonly record struct WinningChunk(int ChunkOffset, SolutionRange Distance);
