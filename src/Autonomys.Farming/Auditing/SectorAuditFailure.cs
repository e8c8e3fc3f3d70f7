using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Auditing;

/// <summary>A sector whose s-bucket could not be read in this slot; the others were audited all the same.</summary>
public sealed record SectorAuditFailure(SectorIndex SectorIndex, SBucket SBucket, Exception Error)
{
    public override string ToString() => $"Sector {SectorIndex}, s-bucket {SBucket}: {Error.Message}";
}
