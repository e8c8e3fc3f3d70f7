using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Cryptography.Kzg;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Farming.Proving;

/// <summary>Witnesses made on the processor. Holds no state of a call: share it.</summary>
/// <param name="kzg">The parameters of the chain.</param>
/// <param name="erasureCoding">For 65,536 shards.</param>
/// <param name="threads">Threads for one witness.</param>
public sealed class CpuChunkWitnesses(Kzg kzg, ErasureCoding erasureCoding, int threads) : IChunkWitnesses
{
    public void WarmUp(CancellationToken cancellationToken)
    {
        kzg.Prepare(threads, cancellationToken);
        Scalar[] values = [.. Enumerable.Range(0, RecordLayout.ChunksPerRecord).Select(i => Scalar.FromUInt64((ulong)i))];
        kzg.Commit(kzg.Polynomial(values), threads);
    }

    public ChunkWitness Open(ReadOnlySpan<Scalar> chunks, ReadOnlySpan<bool> present, SBucket sBucket, CancellationToken cancellationToken)
    {
        Polynomial polynomial = erasureCoding.RecoverPolynomial(chunks, present, threads);
        cancellationToken.ThrowIfCancellationRequested();
        return new ChunkWitness(kzg.CreateWitness(polynomial, RecordLayout.SBuckets, sBucket.Value, threads));
    }
}
