using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Space;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Cluster.Farming;

/// <summary>Proves on this machine, one solution at a time, with all its threads.</summary>
/// <param name="kzg">The chain's parameters.</param>
/// <param name="proofs">Owned; used by nobody else.</param>
/// <param name="threads">Threads for the witness.</param>
public sealed class LocalProver(Kzg kzg, IRecordProofs proofs, int threads) : ISolutionProver, IDisposable
{
    private readonly SolutionProver _prover = new(kzg, new ErasureCode(scale: 16), threads);

    public void WarmUp(CancellationToken cancellationToken)
    {
        kzg.Prepare(threads, cancellationToken);
        Scalar[] values = [.. Enumerable.Range(0, RecordLayout.ChunksPerRecord).Select(i => Scalar.FromUInt64((ulong)i))];
        kzg.Commit(kzg.Polynomial(values), threads);
        cancellationToken.ThrowIfCancellationRequested();
        proofs.Generate(default, cancellationToken);
    }

    public IEnumerable<Solution> Prove(ProofJob job, PublicKey rewardAddress, CancellationToken cancellationToken)
    {
        foreach (ProvingOutcome outcome in _prover.ProveAll(job.Candidate, rewardAddress, proofs, job.Farm.ReadMode, cancellationToken))
        {
            if (outcome.Error is { } error)
            {
                throw error;
            }

            Solution solution = outcome.Solution!;
            RequireOpening(job, solution);
            yield return solution;
        }
    }

    public void Dispose() => proofs.Dispose();

    /// <summary>One flipped bit anywhere in the record makes another polynomial: better found here than by the node.</summary>
    private void RequireOpening(ProofJob job, Solution solution)
    {
        bool opens = Scalar.TryFromBytes(solution.Chunk.AsSpan(), out Scalar chunk)
            && kzg.Verify(
                solution.RecordCommitment.AsSpan(), RecordLayout.SBuckets, job.Candidate.SBucket.Value, chunk, solution.ChunkWitness.AsSpan());
        if (!opens)
        {
            throw new SectorReadException(
                SectorReadError.ChecksumMismatch,
                solution.SectorIndex,
                $"record {solution.PieceOffset} read back is not the one that was plotted. The sector has to be plotted again.");
        }
    }
}
