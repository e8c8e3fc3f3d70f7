using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain;

/// <summary>Something that happened on the chain. Observers are called in order, on the chain's own thread: they must not block.</summary>
public abstract record DevChainEvent;

/// <summary>The end of a file was cut off because a write to it had been interrupted.</summary>
public sealed record StorageRepaired(string File, long Bytes) : DevChainEvent;

/// <summary>A segment is being archived: records committed so far, of all of them.</summary>
public sealed record SegmentArchiving(SegmentIndex SegmentIndex, int RecordsDone, int Records) : DevChainEvent;

/// <summary>A segment is archived; its pieces are served from now on.</summary>
public sealed record SegmentArchived(SegmentHeader Header) : DevChainEvent;

/// <summary>Not all farmers acknowledged the segment in time; the chain goes on.</summary>
public sealed record SegmentNotAcknowledged(SegmentIndex SegmentIndex, int Missing) : DevChainEvent;

/// <summary>The node serves.</summary>
public sealed record ChainStarted(Bytes32 GenesisHash, uint BlockNumber, SlotNumber Slot, HistorySize HistorySize, Uri RpcUrl) : DevChainEvent;

/// <summary>A slot began.</summary>
public sealed record SlotStarted(SlotNumber Slot, SolutionRange SolutionRange, SolutionRange VotingSolutionRange, int Farmers) : DevChainEvent;

/// <summary>A block was farmed and stored.</summary>
public sealed record BlockProduced(
    uint Number, Bytes32 Hash, SlotNumber Slot, PublicKey Farmer, PublicKey RewardAddress, SectorIndex SectorIndex, int Votes, long ImportedBytes) : DevChainEvent;

/// <summary>A vote was signed and waits for the next block.</summary>
public sealed record VoteAccepted(SlotNumber Slot, PublicKey Farmer, SectorIndex SectorIndex) : DevChainEvent;

/// <summary>A solution was not used, and why.</summary>
public sealed record SolutionRefused(SlotNumber Slot, PublicKey Farmer, SectorIndex SectorIndex, HistorySize HistorySize, string Reason) : DevChainEvent;

/// <summary>The farm did not sign in time: there is no block or vote.</summary>
public sealed record SignatureMissing(SlotNumber Slot, PublicKey Farmer, Bytes32 Hash, bool IsBlock) : DevChainEvent;

/// <summary>A signature was given that is not the farm's over the hash that was asked for.</summary>
public sealed record SignatureInvalid(SlotNumber Slot, PublicKey Farmer, Bytes32 Hash) : DevChainEvent;

/// <summary>An era ended.</summary>
public sealed record EraEnded(uint BlockNumber, SolutionRange SolutionRange, SolutionRange NextSolutionRange) : DevChainEvent;

/// <summary>Bytes of a file went into a block.</summary>
public sealed record FileImported(string Name, ulong BytesDone, ulong Bytes) : DevChainEvent;

/// <summary>The rest of a file cannot be imported, and why.</summary>
public sealed record FileImportFailed(string Name, string Reason) : DevChainEvent;

/// <summary>Everything in the import path is in blocks.</summary>
public sealed record ImportFinished(int Files, ulong Bytes) : DevChainEvent;

/// <summary>Nobody has listened to slots for long: time stops until somebody does.</summary>
public sealed record TimePaused(SlotNumber Slot) : DevChainEvent;

/// <summary>The chain cannot go on.</summary>
public sealed record ChainFailed(Exception Exception) : DevChainEvent;
