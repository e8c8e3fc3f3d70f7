using System.Text.Json.Serialization;

namespace Autonomys.Cluster.Events;

/// <summary>Something a farmer wants to know: shown live, logged as a line, or printed as one JSON object.</summary>
/// <remarks>Names and fields are part of what `--json` promises; add, do not rename.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Notice), "notice")]
[JsonDerivedType(typeof(Warning), "warning")]
[JsonDerivedType(typeof(MessageSkipped), "messageSkipped")]
[JsonDerivedType(typeof(KzgParametersReady), "kzgParametersReady")]
[JsonDerivedType(typeof(GenesisArchiving), "genesisArchiving")]
[JsonDerivedType(typeof(SegmentArchived), "segmentArchived")]
[JsonDerivedType(typeof(BlockProduced), "blockProduced")]
[JsonDerivedType(typeof(VoteIncluded), "voteIncluded")]
[JsonDerivedType(typeof(SolutionRefused), "solutionRefused")]
[JsonDerivedType(typeof(HistoryProgress), "historyProgress")]
[JsonDerivedType(typeof(SegmentStored), "segmentStored")]
[JsonDerivedType(typeof(FarmOpened), "farmOpened")]
[JsonDerivedType(typeof(FarmFailed), "farmFailed")]
[JsonDerivedType(typeof(SectorSetAside), "sectorSetAside")]
[JsonDerivedType(typeof(SectorPlotting), "sectorPlotting")]
[JsonDerivedType(typeof(SectorPlotted), "sectorPlotted")]
[JsonDerivedType(typeof(SectorPlottingFailed), "sectorPlottingFailed")]
[JsonDerivedType(typeof(SectorEncoded), "sectorEncoded")]
[JsonDerivedType(typeof(SlotAudited), "slotAudited")]
[JsonDerivedType(typeof(SlotSkipped), "slotSkipped")]
[JsonDerivedType(typeof(SolutionSubmitted), "solutionSubmitted")]
[JsonDerivedType(typeof(ProvingFailed), "provingFailed")]
[JsonDerivedType(typeof(RewardSigned), "rewardSigned")]
[JsonDerivedType(typeof(NodeConnected), "nodeConnected")]
[JsonDerivedType(typeof(NodeLost), "nodeLost")]
public abstract record FarmerEvent
{
    /// <summary>When it happened, UTC.</summary>
    public DateTimeOffset Time { get; init; } = DateTimeOffset.UtcNow;
}

/// <summary>A sentence for the operator.</summary>
public sealed record Notice(string Text) : FarmerEvent;

/// <summary>A sentence about something wrong that does not stop the farm, with its remedy.</summary>
public sealed record Warning(string Text) : FarmerEvent;

/// <summary>A message of the cluster cannot be understood, or is of a newer release, and was passed over.</summary>
public sealed record MessageSkipped(string Subject, string Reason) : FarmerEvent;

/// <summary>The KZG parameters are loaded.</summary>
public sealed record KzgParametersReady(string Source, double Seconds) : FarmerEvent;

/// <summary>The development chain archives its genesis segment; done and total count steps.</summary>
public sealed record GenesisArchiving(int Done, int Total) : FarmerEvent;

/// <summary>A segment of the chain's history was archived.</summary>
public sealed record SegmentArchived(ulong SegmentIndex, double Seconds) : FarmerEvent;

/// <summary>A block was accepted by the chain.</summary>
public sealed record BlockProduced(uint Number, ulong Slot, string Hash, string RewardAddress, bool Own) : FarmerEvent;

/// <summary>A vote was accepted by the chain.</summary>
public sealed record VoteIncluded(ulong Slot, string RewardAddress) : FarmerEvent;

/// <summary>The chain refused a solution.</summary>
public sealed record SolutionRefused(ulong Slot, string Reason) : FarmerEvent;

/// <summary>Pieces of the history are gathered into the piece cache; share of this segment, 0 to 1.</summary>
public sealed record HistoryProgress(ulong SegmentIndex, ulong LastSegmentIndex, string Stage, double Share) : FarmerEvent;

/// <summary>All pieces of a segment are checked and in the piece cache.</summary>
public sealed record SegmentStored(ulong SegmentIndex, double Seconds) : FarmerEvent;

public sealed record FarmOpened(string Farm, string Directory, int SectorsPlotted, int SectorsTotal) : FarmerEvent;

/// <summary>A farm stopped; the others go on.</summary>
public sealed record FarmFailed(string Farm, string Directory, string Error) : FarmerEvent;

/// <summary>A sector cannot be used and will be plotted again.</summary>
public sealed record SectorSetAside(string Farm, int SectorIndex, string Reason) : FarmerEvent;

/// <summary>A sector is being plotted: stage and share done, 0 to 1.</summary>
public sealed record SectorPlotting(string Farm, int SectorIndex, string Stage, double Share, bool Replotting) : FarmerEvent;

public sealed record SectorPlotted(string Farm, int SectorIndex, int SectorsPlotted, int SectorsTotal, double Seconds, bool Replotting) : FarmerEvent;

/// <summary>A plot-server has encoded a sector for some farm, and keeps it until that has it.</summary>
public sealed record SectorEncoded(string PublicKey, int SectorIndex, int Pieces, double Seconds) : FarmerEvent;

public sealed record SectorPlottingFailed(string Farm, int SectorIndex, string Error, double RetryInSeconds) : FarmerEvent;

/// <summary>All sectors of a farm were audited for a slot.</summary>
public sealed record SlotAudited(string Farm, ulong Slot, int Sectors, int Candidates, double Milliseconds) : FarmerEvent;

/// <summary>The farm was still busy with an earlier slot.</summary>
public sealed record SlotSkipped(string Farm, ulong Slot) : FarmerEvent;

/// <summary>A proven solution went to the node: result is accepted, rejected or timeout.</summary>
public sealed record SolutionSubmitted(
    string Farm, ulong Slot, int SectorIndex, string Result, string? Reason, double ProvingMilliseconds, double SinceSlotMilliseconds) : FarmerEvent;

public sealed record ProvingFailed(string Farm, ulong Slot, int SectorIndex, string Error) : FarmerEvent;

public sealed record RewardSigned(string Hash, string PublicKey, double Milliseconds) : FarmerEvent;

public sealed record NodeConnected(string Url, string GenesisHash) : FarmerEvent;

public sealed record NodeLost(string Url, string Error) : FarmerEvent;
