using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Kzg;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Archiving.Segments;

/// <summary>Commits to records on the processor, a record for each thread.</summary>
/// <param name="kzg">The chain's parameters.</param>
/// <param name="threads">Threads to use at once; 0 for one per processor.</param>
public sealed class CpuRecordCommitter(Kzg kzg, int threads = 0) : IRecordCommitter
{
    public IReadOnlyList<G1Affine?> Commit(IReadOnlyList<Piece> pieces, Action<int>? done, CancellationToken cancellationToken)
    {
        G1Affine?[] commitments = new G1Affine?[pieces.Count];
        int count = 0;
        Parallel.For(0, commitments.Length, Threads.Options(threads, cancellationToken), i =>
        {
            commitments[i] = RecordCommitter.Commit(kzg, pieces[i].Record);
            done?.Invoke(Interlocked.Increment(ref count));
        });
        return commitments;
    }

    public void Dispose()
    {
    }
}
