using Autonomys.Farming.Auditing;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Farming.Proving;

/// <summary>A candidate after its sector's contents map was read.</summary>
/// <param name="Candidate">What the audit found.</param>
/// <param name="ContentsMap">The sector's contents map.</param>
/// <param name="Chunks">Those that can be proven, best distance first; possibly none.</param>
public sealed record ProvableCandidate(SolutionCandidate Candidate, SectorContentsMap ContentsMap, IReadOnlyList<ProvableChunk> Chunks)
{
    public SolutionRange? BestDistance => Chunks.Count == 0 ? null : Chunks[0].Distance;
}
