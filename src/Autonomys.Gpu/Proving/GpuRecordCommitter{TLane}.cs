using Autonomys.Archiving.Segments;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Gpu.Devices;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Gpu.Proving;

/// <summary>Commits to records on a device, one in each lane; to what it does not, or not rightly, on the processor. Both are disposed of with this.</summary>
internal sealed class GpuRecordCommitter<TLane>(DeviceWorker<TLane> worker, IRecordCommitter processor) : IRecordCommitter
    where TLane : class, ICommitmentLane
{
    /// <summary>Of so many commitments one is made by the processor too: of those to each segment's records.</summary>
    public const int CheckEvery = 128;

    private int _asked;

    public IReadOnlyList<G1Affine?> Commit(IReadOnlyList<Piece> pieces, Action<int>? done, CancellationToken cancellationToken)
    {
        G1Affine?[] commitments = new G1Affine?[pieces.Count];
        bool[] isMade = new bool[pieces.Count];
        int made = 0;
        bool isWrong = false;
        ParallelOptions lanes = new() { MaxDegreeOfParallelism = worker.Lanes, CancellationToken = cancellationToken };
        Parallel.For(0, commitments.Length, lanes, i =>
        {
            G1Affine? commitment = null;
            isMade[i] = worker.TryRun(lane => commitment = lane.Commit(pieces[i].Record), cancellationToken);
            if (isMade[i] && Interlocked.Increment(ref _asked) % CheckEvery == 0 && processor.Commit([pieces[i]], null, cancellationToken)[0] != commitment)
            {
                isWrong = true;
                worker.Leave($"{worker.Name} made a wrong commitment: check its memory, clocks and cooling with the vendor's tools.");
            }

            if (isMade[i])
            {
                commitments[i] = commitment;
                done?.Invoke(Interlocked.Increment(ref made));
            }
        });

        if (isWrong)
        {
            // Nothing that it made beside that counts.
            Array.Clear(isMade);
            made = 0;
        }

        int[] left = [.. Enumerable.Range(0, commitments.Length).Where(i => !isMade[i])];
        IReadOnlyList<G1Affine?> others = processor.Commit([.. left.Select(i => pieces[i])], count => done?.Invoke(made + count), cancellationToken);
        for (int i = 0; i < left.Length; i++)
        {
            commitments[left[i]] = others[i];
        }

        return commitments;
    }

    public void Dispose()
    {
        worker.Dispose();
        processor.Dispose();
    }
}
