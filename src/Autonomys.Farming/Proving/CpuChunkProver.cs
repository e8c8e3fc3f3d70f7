using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Space;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Farming.Proving;

/// <summary>Proves chunks on the processor. Holds no state of a call: share it.</summary>
/// <param name="kzg">The parameters of the chain.</param>
/// <param name="erasureCoding">For 65,536 shards.</param>
/// <param name="threads">Threads for one witness.</param>
public sealed class CpuChunkProver(Kzg kzg, ErasureCoding erasureCoding, int threads)
{
    /// <summary>The parameters of the chain.</summary>
    internal Kzg Kzg => kzg;

    /// <summary>Makes or loads what the first witness would otherwise wait for.</summary>
    public void WarmUp(CancellationToken cancellationToken)
    {
        kzg.Prepare(threads, cancellationToken);
        Scalar[] values = [.. Enumerable.Range(0, RecordLayout.ChunksPerRecord).Select(i => Scalar.FromUInt64((ulong)i))];
        kzg.Commit(kzg.Polynomial(values), threads);
    }

    /// <summary>Proves one chunk of a record.</summary>
    /// <param name="record">The record as it lies in the plot.</param>
    /// <param name="sBucket">The chunk to prove.</param>
    /// <param name="proofs">Holds the table of the record's evaluation seed.</param>
    /// <param name="cancellationToken">Looked at between the stages.</param>
    /// <returns>Null when there is no provable chunk in this s-bucket.</returns>
    /// <exception cref="SectorReadException">The record is corrupted.</exception>
    public ChunkProof? Prove(PlottedRecord record, SBucket sBucket, IRecordProofs proofs, CancellationToken cancellationToken)
    {
        Scalar[] shards = new Scalar[RecordLayout.SBuckets];
        bool[] present = new bool[RecordLayout.SBuckets];
        record.Decode(proofs, shards, present);
        Span<byte> proof = stackalloc byte[PosProof.Size];
        if (!present[sBucket.Value] || !proofs.TryFindProof(sBucket, proof))
        {
            return null;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return new ChunkProof(
            Bytes32.From(shards[sBucket.Value].ToBytes()), PosProof.From(proof), Open(shards, present, sBucket, cancellationToken));
    }

    /// <summary>The witness of one chunk, for the polynomial whose values at the 65,536th roots of unity the chunks are.</summary>
    /// <param name="chunks">65,536 chunks, of which those that are not present are not looked at.</param>
    /// <param name="present">Which of them are there: at least 32,768, and the one to open.</param>
    /// <param name="sBucket">The chunk to open.</param>
    /// <param name="cancellationToken">Looked at between the stages.</param>
    /// <exception cref="ErasureCodingException">Fewer than 32,768 are present.</exception>
    public ChunkWitness Open(ReadOnlySpan<Scalar> chunks, ReadOnlySpan<bool> present, SBucket sBucket, CancellationToken cancellationToken)
    {
        Polynomial polynomial = erasureCoding.RecoverPolynomial(chunks, present, threads);
        cancellationToken.ThrowIfCancellationRequested();
        return new ChunkWitness(kzg.CreateWitness(polynomial, RecordLayout.SBuckets, sBucket.Value, threads));
    }
}
