using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Farming.Auditing;

/// <summary>
/// A sector with chunks that win a slot, as far as an audit can tell: chunks that are not encoded cannot be proven, and only the
/// contents map, which an audit does not read, tells them apart.
/// </summary>
/// <param name="PublicKey">The farm's identity.</param>
/// <param name="SectorId">The sector.</param>
/// <param name="SBucket">The s-bucket that was audited.</param>
/// <param name="Sector">Where to read the sector from.</param>
/// <param name="Metadata">Metadata of the sector.</param>
/// <param name="Chunks">At least one, best distance first.</param>
public sealed record SolutionCandidate(
    PublicKey PublicKey,
    SectorId SectorId,
    SBucket SBucket,
    ISectorReader Sector,
    SectorMetadata Metadata,
    IReadOnlyList<WinningChunk> Chunks)
{
    public SolutionRange BestDistance => Chunks[0].Distance;
}
