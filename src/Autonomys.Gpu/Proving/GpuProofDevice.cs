using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Gpu.Devices;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Gpu.Proving;

/// <summary>Proofs of a device, which is disposed of with this.</summary>
internal sealed class GpuProofDevice(DeviceWorker<RecordProver> worker) : IProofDevice
{
    public ChunkProof? TryProve(PlottedRecord record, PosSeed seed, SBucket sBucket, CancellationToken cancellationToken)
    {
        ChunkProof? made = null;
        return worker.TryRun(prover => made = Prove(prover, record, seed, sBucket, cancellationToken), cancellationToken) ? made : null;
    }

    public void Distrust() => worker.Leave(
        $"{worker.Name} made a wrong proof, which nobody got: check its memory, clocks and cooling with the vendor's tools.");

    public void Dispose() => worker.Dispose();

    /// <summary>See <see cref="RecordProver.TryProve"/>.</summary>
    internal static ChunkProof? Prove(RecordProver prover, PlottedRecord record, PosSeed seed, SBucket sBucket, CancellationToken cancellationToken)
    {
        byte[] proof = new byte[PosProof.Size];
        return prover.TryProve(record, seed, sBucket, proof, cancellationToken) is (Bytes32 chunk, ChunkWitness witness)
            ? new ChunkProof(chunk, PosProof.From(proof), witness)
            : null;
    }
}
