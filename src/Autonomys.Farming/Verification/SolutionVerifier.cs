using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Auditing;
using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Bytes;
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

        if (!Scalar.TryFromBytes(solution.Chunk.AsSpan(), out Scalar chunkValue))
        {
            // A commitment that is no point is reported before a chunk that is no scalar.
            return new SolutionVerification(
                G1Affine.TryFromCompressed(solution.RecordCommitment.AsSpan(), out _)
                    ? SolutionError.InvalidChunk
                    : SolutionError.InvalidChunkWitness);
        }

        KzgClaim chunk = new(
            Bytes48.From(solution.RecordCommitment.AsSpan()),
            RecordLayout.SBuckets,
            challenge.SBucketAuditIndex.Value,
            chunkValue,
            Bytes48.From(solution.ChunkWitness.AsSpan()));
        SolutionVerification sector = parameters.PieceCheck is { } check ? VerifySector(solution, sectorId, check) : default;
        if (!sector.IsValid || parameters.PieceCheck is null)
        {
            return !kzg.Verify(chunk) ? new SolutionVerification(SolutionError.InvalidChunkWitness) : sector.IsValid ? space : sector;
        }

        KzgClaim piece = Piece(solution, sectorId, parameters.PieceCheck);
        return kzg.VerifyBoth(chunk, piece) ? space
            : new SolutionVerification(kzg.Verify(chunk) ? SolutionError.InvalidPiece : SolutionError.InvalidChunkWitness);
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

    /// <summary>Whether the sector may hold the piece, and has not expired.</summary>
    private static SolutionVerification VerifySector(Solution solution, SectorId sectorId, PieceCheckParameters check)
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

        return default;
    }

    private static KzgClaim Piece(Solution solution, SectorId sectorId, PieceCheckParameters check)
    {
        PieceIndex index = sectorId.DerivePieceIndex(solution.PieceOffset, solution.HistorySize, check.ProtocolInfo);
        Scalar commitmentHash = Scalar.FromBytes(Blake3.Hash254ToScalar(solution.RecordCommitment.AsSpan()).AsSpan());
        return new KzgClaim(
            Bytes48.From(check.SegmentCommitment.AsSpan()),
            SegmentLayout.Pieces,
            index.Position,
            commitmentHash,
            Bytes48.From(solution.RecordWitness.AsSpan()));
    }
}
