using Autonomys.Farming.Reading;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Farming.Proving;

/// <summary>What became of one winning chunk: a solution, or why there is none.</summary>
/// <param name="Chunk">The chunk.</param>
/// <param name="Solution">The solution, if proving succeeded.</param>
/// <param name="Error">Otherwise the reason.</param>
/// <param name="Elapsed">Time that proving took.</param>
public sealed record ProvingOutcome(ProvableChunk Chunk, Solution? Solution, SectorReadException? Error, TimeSpan Elapsed);
