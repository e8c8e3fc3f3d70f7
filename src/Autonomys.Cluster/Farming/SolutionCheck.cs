using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Auditing;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Cluster.Farming;

/// <summary>What is checked of a solution before the node sees it.</summary>
internal static class SolutionCheck
{
    /// <summary>One flipped bit anywhere in the record makes another polynomial: better found here than by the node.</summary>
    /// <exception cref="SectorReadException">The record is not the one that was plotted.</exception>
    public static void RequireOpening(Kzg kzg, ProofJob job, Solution solution)
    {
        if (!ChunkProof.Of(solution).Opens(kzg, solution.RecordCommitment, job.Candidate.SBucket))
        {
            throw new SectorReadException(
                SectorReadError.ChecksumMismatch,
                solution.SectorIndex,
                $"record {solution.PieceOffset} read back is not the one that was plotted. The sector has to be plotted again.");
        }
    }

    /// <summary>Whether a proof that another machine made is one of this candidate, for this farmer.</summary>
    public static bool IsRight(Kzg kzg, ProofJob job, PublicKey rewardAddress, Solution solution)
    {
        SolutionCandidate candidate = job.Candidate;
        return solution.PublicKey == candidate.PublicKey
            && solution.RewardAddress == rewardAddress
            && solution.SectorIndex == candidate.Metadata.SectorIndex
            && solution.HistorySize == candidate.Metadata.HistorySize
            && ChunkProof.Of(solution).Holds(
                kzg, solution.RecordCommitment, candidate.SectorId.DeriveEvaluationSeed(solution.PieceOffset), candidate.SBucket);
    }
}
