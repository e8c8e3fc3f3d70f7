using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Auditing;
using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;
using Autonomys.Proofs.Space;

namespace Autonomys.Farming.Verification;

/// <summary>
/// Verifies solutions as the network's node does, check by check in the same order, so that of several faults the same one is
/// reported. Holds no state of a call: share it.
/// </summary>
/// <param name="kzg">The parameters of the chain.</param>
/// <param name="k">20 on the network.</param>
public sealed class SolutionVerifier(Kzg kzg, int k = PosParameters.NetworkK)
{
    /// <summary>Whether the solution may make a block or vote; never throws for what a solution says.</summary>
    public SolutionVerification Verify(Solution solution, SolutionParameters parameters)
    {
        if (solution.HistorySize.Value == 0)
        {
            return new SolutionVerification(SolutionError.InvalidHistorySize);
        }

        SectorId sectorId = SectorId.Derive(solution.PublicKey.Hash(), solution.SectorIndex, solution.HistorySize);
        Blake3Hash globalChallenge = parameters.ProofOfTime.DeriveGlobalChallenge(parameters.Slot);
        SectorSlotChallenge challenge = sectorId.DeriveSectorSlotChallenge(globalChallenge);

        SolutionVerification space = VerifySpace(solution, parameters.SolutionRange, sectorId, challenge, globalChallenge, k);
        if (!space.IsValid)
        {
            return space;
        }

        SolutionError chunk = VerifyChunk(solution, challenge.SBucketAuditIndex);
        if (chunk != SolutionError.None)
        {
            return new SolutionVerification(chunk);
        }

        SolutionVerification piece = parameters.PieceCheck is { } check ? VerifyPiece(solution, sectorId, check) : default;
        return piece.IsValid ? space : piece;
    }

    /// <summary>Proof of space and distance: what needs no KZG parameters.</summary>
    internal static SolutionVerification VerifySpace(
        Solution solution, SolutionRange range, SectorId sectorId, SectorSlotChallenge challenge, Blake3Hash globalChallenge, int k)
    {
        ReadOnlySpan<byte> proof = solution.ProofOfSpace.AsSpan();
        if (!PosVerifier.IsValid(sectorId.DeriveEvaluationSeed(solution.PieceOffset), challenge.SBucketAuditIndex, proof, k))
        {
            return new SolutionVerification(SolutionError.InvalidProofOfSpace);
        }

        Span<byte> masked = stackalloc byte[RecordLayout.ScalarSize];
        solution.Chunk.AsSpan().CopyTo(masked);
        ChunkSelection.Mask(masked, Blake3.Hash(proof).AsSpan());

        ulong distance = ChunkDistance.Of(Blake3.HashKeyed(challenge.AsSpan(), masked).AsSpan(), globalChallenge);
        ulong half = range.Value / 2;
        return distance <= half
            ? new SolutionVerification(SolutionError.None, distance, half)
            : new SolutionVerification(SolutionError.OutsideSolutionRange, distance, half);
    }

    private SolutionError VerifyChunk(Solution solution, SBucket sBucket)
    {
        // In this order: a commitment that is no point is reported before a chunk that is no scalar.
        ReadOnlySpan<byte> commitment = solution.RecordCommitment.AsSpan();
        if (!G1Affine.TryFromCompressed(commitment, out _))
        {
            return SolutionError.InvalidChunkWitness;
        }

        if (!Scalar.TryFromBytes(solution.Chunk.AsSpan(), out Scalar chunk))
        {
            return SolutionError.InvalidChunk;
        }

        return kzg.Verify(commitment, RecordLayout.SBuckets, sBucket.Value, chunk, solution.ChunkWitness.AsSpan())
            ? SolutionError.None
            : SolutionError.InvalidChunkWitness;
    }

    private SolutionVerification VerifyPiece(Solution solution, SectorId sectorId, PieceCheckParameters check)
    {
        // One more than the current size: the segment may be archived by the very block that this solution is for.
        ulong current = check.ProtocolInfo.HistorySize.Value;
        ulong historySize = solution.HistorySize.Value;
        if (historySize - 1 > current)
        {
            return new SolutionVerification(SolutionError.FutureHistorySize, historySize, current);
        }

        ushort maxPieces = check.ProtocolInfo.MaxPiecesInSector;
        if (solution.PieceOffset.Value >= maxPieces)
        {
            return new SolutionVerification(SolutionError.InvalidPieceOffset, solution.PieceOffset.Value, maxPieces);
        }

        if (check.ExpirationCheckSegmentCommitment is { } segment)
        {
            HistorySize lifetime = new(check.ProtocolInfo.MinSectorLifetime);
            if (sectorId.DeriveExpirationHistorySize(solution.HistorySize, segment, lifetime) is not { } expiry)
            {
                return new SolutionVerification(SolutionError.InvalidHistorySize);
            }

            if (expiry.Value <= current)
            {
                return new SolutionVerification(SolutionError.SectorExpired, expiry.Value, current);
            }
        }

        PieceIndex index = sectorId.DerivePieceIndex(solution.PieceOffset, solution.HistorySize, check.ProtocolInfo);
        Scalar commitmentHash = Scalar.FromBytes(Blake3.Hash254ToScalar(solution.RecordCommitment.AsSpan()).AsSpan());
        return kzg.Verify(
            check.SegmentCommitment.AsSpan(), SegmentLayout.Pieces, index.Position, commitmentHash, solution.RecordWitness.AsSpan())
            ? default
            : new SolutionVerification(SolutionError.InvalidPiece);
    }
}
