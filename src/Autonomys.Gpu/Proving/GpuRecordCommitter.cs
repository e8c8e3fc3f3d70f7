using Autonomys.Archiving.Segments;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Gpu.Devices;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Gpu.Proving;

/// <summary>Commits to records on a device; to what it does not, on the processor. Both are disposed of with this.</summary>
internal sealed class GpuRecordCommitter(DeviceWorker<GpuCommitments> worker, CpuRecordCommitter processor) : IRecordCommitter
{
    public IReadOnlyList<G1Affine?> Commit(IReadOnlyList<Piece> pieces, Action<int>? done, CancellationToken cancellationToken)
    {
        G1Affine?[] commitments = new G1Affine?[pieces.Count];
        for (int i = 0; i < commitments.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            G1Affine? commitment = null;
            if (!worker.TryRun(lane => commitment = lane.Commit(pieces[i].Record), cancellationToken))
            {
                return processor.Commit(pieces, done, cancellationToken);
            }

            commitments[i] = commitment;
            done?.Invoke(i + 1);
        }

        return commitments;
    }

    public void Dispose()
    {
        worker.Dispose();
        processor.Dispose();
    }
}
