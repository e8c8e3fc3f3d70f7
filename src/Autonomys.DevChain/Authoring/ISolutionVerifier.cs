using Autonomys.Primitives.ProofOfTime;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain.Authoring;

/// <summary>What a solution is verified against.</summary>
/// <param name="Solution">The solution.</param>
/// <param name="Slot">Its slot.</param>
/// <param name="ProofOfTime">Output of the slot.</param>
/// <param name="SolutionRange">Range that it must be within: that of votes.</param>
/// <param name="ProtocolInfo">Constants, with the history size of the parent block.</param>
/// <param name="SegmentCommitment">Commitment of the segment that its piece is from.</param>
/// <param name="ExpirationCheckCommitment">Commitment of the segment that decides when its sector expires; null while there is none.</param>
internal sealed record SolutionCheck(
    Solution Solution,
    SlotNumber Slot,
    PotOutput ProofOfTime,
    SolutionRange SolutionRange,
    FarmerProtocolInfo ProtocolInfo,
    SegmentCommitment SegmentCommitment,
    SegmentCommitment? ExpirationCheckCommitment);

/// <summary>Distance of a valid solution, or the reason why it is not valid.</summary>
internal readonly record struct SolutionVerdict(ulong Distance, string? Reason)
{
    public static SolutionVerdict Valid(ulong distance) => new(distance, null);

    public static SolutionVerdict Invalid(string reason) => new(0, reason);
}

/// <summary>Verifies solutions completely: proof of space, range, chunk, piece, age of the sector.</summary>
internal interface ISolutionVerifier
{
    SolutionVerdict Verify(SolutionCheck check);
}
