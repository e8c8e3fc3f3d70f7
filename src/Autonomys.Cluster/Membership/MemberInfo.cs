using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Farming;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.Membership;

/// <summary>What a component tells the cluster of itself, every few seconds.</summary>
/// <param name="Id">Stays the same over restarts where the component has a directory of its own.</param>
/// <param name="Role">What it does.</param>
/// <param name="Version">Release of the program and the commit that it was built from.</param>
/// <param name="Host">Name of the machine.</param>
/// <param name="ProcessId">Process on that machine.</param>
/// <param name="Started">When the process started.</param>
/// <param name="Endpoint">Address of its data plane, `http://…`; null when it serves none.</param>
public sealed record MemberInfo(
    string Id, MemberRole Role, string Version, string Host, int ProcessId, DateTimeOffset Started, string? Endpoint = null) : ClusterMessage
{
    /// <summary>How busy its process and machine are.</summary>
    public MachineLoad? Load { get; init; }

    /// <summary>Segments whose pieces it serves, as <see cref="SegmentRanges"/> writes them.</summary>
    public string? Segments { get; init; }

    /// <summary>Whether plot-servers may read from a full-piece cache before the sharded ones.</summary>
    public bool? Visible { get; init; }

    /// <summary>Bytes that a sharded cache may fill.</summary>
    public long? Capacity { get; init; }

    /// <summary>Items that a sharded cache holds, and those that the placement gives it.</summary>
    public long? Items { get; init; }

    public long? ItemsWanted { get; init; }

    /// <summary>Sectors in work, and finished sectors that wait for their farm.</summary>
    public int? SectorsPlotting { get; init; }

    public int? SectorsWaiting { get; init; }

    /// <summary>Sectors that were plotted since the start.</summary>
    public long? SectorsDone { get; init; }

    /// <summary>Sectors that it plotted in the last hour, or since its start scaled to an hour.</summary>
    public double? SectorsPerHour { get; init; }

    /// <summary>Proofs in work, and proofs made since the start.</summary>
    public int? ProofsInWork { get; init; }

    public long? ProofsDone { get; init; }

    /// <summary>Farms of a plot-client.</summary>
    public IReadOnlyList<FarmStatus>? Farms { get; init; }

    /// <summary>The last slot that it saw, and how many solutions were accepted and not.</summary>
    public ulong? LastSlot { get; init; }

    public long? SolutionsAccepted { get; init; }

    public long? SolutionsLost { get; init; }

    /// <summary>What became of the last slots, oldest first.</summary>
    public IReadOnlyList<SlotStatus>? LastSlots { get; init; }

    public bool Serves(SegmentIndex segment) => Segments is not null && SegmentRanges.Parse(Segments).Contains(segment.Value);
}

/// <summary>A farm as its plot-client tells of it.</summary>
public sealed record FarmStatus(string Name, string Directory, string PublicKey, int SectorsPlotted, int SectorsTotal)
{
    /// <summary>Sectors that were found damaged or unreadable and are plotted again.</summary>
    public int? SectorsSetAside { get; init; }

    /// <summary>Free bytes of its disk.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>Why it is not farmed now; null when it is.</summary>
    public string? Problem { get; init; }
}
