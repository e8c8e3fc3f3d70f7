namespace Autonomys.Farming.Auditing;

/// <summary>Result of auditing a plot for one slot.</summary>
/// <param name="Candidates">Sectors with winning chunks, best distance first.</param>
/// <param name="Failures">Sectors that could not be read.</param>
/// <param name="SectorsAudited">Sectors looked at, failures included.</param>
/// <param name="ChunksAudited">Chunks hashed.</param>
public sealed record PlotAudit(
    IReadOnlyList<SolutionCandidate> Candidates, IReadOnlyList<SectorAuditFailure> Failures, int SectorsAudited, long ChunksAudited);
