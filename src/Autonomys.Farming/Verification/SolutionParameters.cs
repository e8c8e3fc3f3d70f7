using Autonomys.Primitives.ProofOfTime;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Farming.Verification;

/// <summary>What a solution is verified against.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="ProofOfTime">The slot's proof of time, from which the challenge follows.</param>
/// <param name="SolutionRange">The distance may be up to half of it.</param>
/// <param name="PieceCheck">Null leaves out whether the piece belongs to the chain's history and its sector has not expired.</param>
public sealed record SolutionParameters(
    SlotNumber Slot, PotOutput ProofOfTime, SolutionRange SolutionRange, PieceCheckParameters? PieceCheck);
