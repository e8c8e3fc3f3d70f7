using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Verification;

namespace Autonomys.DevChain.Authoring;

/// <summary>The network's own verification, nothing left out.</summary>
internal sealed class CompleteSolutionVerifier(Kzg kzg) : ISolutionVerifier
{
    private readonly SolutionVerifier _verifier = new(kzg);

    public SolutionVerdict Verify(SolutionCheck check)
    {
        PieceCheckParameters piece = new(check.ProtocolInfo, check.SegmentCommitment, check.ExpirationCheckCommitment);
        SolutionVerification result = _verifier.Verify(
            check.Solution, new SolutionParameters(check.Slot, check.ProofOfTime, check.SolutionRange, piece));
        return result.SolutionDistance is { } distance ? SolutionVerdict.Valid(distance) : SolutionVerdict.Invalid(result.ToString());
    }
}
