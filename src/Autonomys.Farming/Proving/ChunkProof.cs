using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Kzg;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using Autonomys.Proofs.Space;

namespace Autonomys.Farming.Proving;

/// <summary>What a solution has to compute.</summary>
/// <param name="Chunk">The chunk without its mask.</param>
/// <param name="Proof">The proof of space of its s-bucket.</param>
/// <param name="Witness">That the chunk is one of its record.</param>
public sealed record ChunkProof(Bytes32 Chunk, PosProof Proof, ChunkWitness Witness)
{
    public static ChunkProof Of(Solution solution) => new(solution.Chunk, solution.ProofOfSpace, solution.ChunkWitness);

    /// <summary>Whether a verifier finds nothing wrong with it, whoever made it.</summary>
    /// <param name="kzg">The parameters of the chain.</param>
    /// <param name="commitment">The record's.</param>
    /// <param name="seed">Of the record's table.</param>
    /// <param name="sBucket">Of the chunk.</param>
    public bool Holds(Kzg kzg, RecordCommitment commitment, PosSeed seed, SBucket sBucket) =>
        PosVerifier.IsValid(seed, sBucket, Proof.AsSpan()) && Opens(kzg, commitment, sBucket);

    /// <summary>Whether the chunk is the one of this s-bucket in the record that is committed to.</summary>
    public bool Opens(Kzg kzg, RecordCommitment commitment, SBucket sBucket) =>
        Scalar.TryFromBytes(Chunk.AsSpan(), out Scalar chunk)
        && kzg.Verify(commitment.AsSpan(), RecordLayout.SBuckets, sBucket.Value, chunk, Witness.AsSpan());
}
