using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;

namespace Autonomys.Farming.Verification;

/// <summary>What the chain knows that a solution's piece is checked against.</summary>
/// <param name="ProtocolInfo">The chain's parameters; its history size is that of the parent block.</param>
/// <param name="SegmentCommitment">Commitment of the segment that the piece belongs to.</param>
/// <param name="ExpirationCheckSegmentCommitment">
/// Commitment of the last segment at the sector's history size plus the minimum lifetime, once there is one: it decides the expiry.
/// </param>
public sealed record PieceCheckParameters(
    FarmerProtocolInfo ProtocolInfo, SegmentCommitment SegmentCommitment, SegmentCommitment? ExpirationCheckSegmentCommitment);
