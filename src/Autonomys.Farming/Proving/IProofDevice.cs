using Autonomys.Farming.Reading;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Proving;

/// <summary>A device that computes whole proofs: the record's table, its chunks, and the witness. One caller at a time.</summary>
public interface IProofDevice : IDisposable
{
    /// <summary>Proves one chunk.</summary>
    /// <param name="record">The record as it lies in the plot.</param>
    /// <param name="seed">Of its table.</param>
    /// <param name="sBucket">The chunk to prove.</param>
    /// <param name="cancellationToken">Looked at between the stages.</param>
    /// <returns>Null when this is for the processor: the device failed, now or before, or the record is not as it should be, which the processor names.</returns>
    ChunkProof? TryProve(PlottedRecord record, PosSeed seed, SBucket sBucket, CancellationToken cancellationToken);

    /// <summary>A proof of it was wrong: from then on all of them are for the processor.</summary>
    void Distrust();
}
