namespace Autonomys.Cluster.Farming;

/// <summary>What became of one slot at one farmer.</summary>
/// <param name="Slot">The slot's number.</param>
/// <param name="Farms">Farms that were audited.</param>
/// <param name="AuditMilliseconds">The slowest of their audits.</param>
/// <param name="Candidates">Sectors with a chunk inside the voting range.</param>
public sealed record SlotStatus(ulong Slot, int Farms, double AuditMilliseconds, int Candidates)
{
    /// <summary>Farms that were still busy with an earlier slot.</summary>
    public int Skipped { get; init; }

    /// <summary>Solutions that the node accepted.</summary>
    public int Accepted { get; init; }

    /// <summary>Solutions that were late, refused or could not be proven.</summary>
    public int Lost { get; init; }

    /// <summary>Why the last of those was lost.</summary>
    public string? Loss { get; init; }
}
