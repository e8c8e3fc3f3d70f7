using System.Runtime.CompilerServices;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Space;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Cluster.Farming;

/// <summary>Proves on this machine, one solution at a time, with all its threads.</summary>
/// <param name="kzg">The chain's parameters.</param>
/// <param name="proofs">Owned; used by nobody else, and by one proof at a time.</param>
/// <param name="witnesses">Makes the witnesses, of one proof at a time; owned where it can be disposed of.</param>
public sealed class LocalProver(Kzg kzg, IRecordProofs proofs, IChunkWitnesses witnesses) : ISolutionProver, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SolutionProver _prover = new(witnesses);

    /// <summary>Witnesses are made on the processor, with so many threads.</summary>
    public LocalProver(Kzg kzg, IRecordProofs proofs, int threads)
        : this(kzg, proofs, new CpuChunkWitnesses(kzg, new ErasureCode(scale: 16), threads))
    {
    }

    public void WarmUp(CancellationToken cancellationToken)
    {
        witnesses.WarmUp(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        proofs.Generate(default, cancellationToken);
    }

    public async IAsyncEnumerable<Solution> ProveAsync(
        ProofJob job, PublicKey rewardAddress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        using Turn held = new(_turn);
        IEnumerator<ProvingOutcome> outcomes = _prover.ProveAll(job.Candidate, rewardAddress, proofs, job.Farm.ReadMode, cancellationToken)
            .GetEnumerator();
        using (outcomes)
        {
            // A proof is processor work: the caller's thread is not for that.
            while (await Task.Run(outcomes.MoveNext, cancellationToken).ConfigureAwait(false))
            {
                if (outcomes.Current.Error is { } error)
                {
                    throw error;
                }

                Solution solution = outcomes.Current.Solution!;
                SolutionCheck.RequireOpening(kzg, job, solution);
                yield return solution;
            }
        }
    }

    /// <summary>Proves one chunk whose record was read before; waits while another proof is made.</summary>
    /// <exception cref="SectorReadException">The record is corrupted.</exception>
    public async Task<Solution> ProveAsync(ProofRequest request, PublicKey rewardAddress, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        using Turn held = new(_turn);
        return await Task.Run(() => _prover.Prove(request, rewardAddress, proofs, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same; null when another proof is being made.</summary>
    /// <exception cref="SectorReadException">The record is corrupted.</exception>
    public async Task<Solution?> TryProveAsync(ProofRequest request, PublicKey rewardAddress, CancellationToken cancellationToken)
    {
        if (!await _turn.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        using Turn held = new(_turn);
        return await Task.Run(() => _prover.Prove(request, rewardAddress, proofs, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _turn.Dispose();
        proofs.Dispose();
        (witnesses as IDisposable)?.Dispose();
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
