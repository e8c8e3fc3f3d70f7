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
public sealed class LocalProver : ISolutionProver, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Kzg _kzg;
    private readonly IRecordProofs _proofs;
    private readonly IProofDevice? _device;
    private readonly CpuChunkProver _processor;
    private readonly SolutionProver _prover;

    /// <param name="kzg">The chain's parameters.</param>
    /// <param name="proofs">Owned; used by nobody else, and by one proof at a time.</param>
    /// <param name="threads">Threads for one witness on the processor.</param>
    /// <param name="device">Proves where there is one; owned.</param>
    public LocalProver(Kzg kzg, IRecordProofs proofs, int threads, IProofDevice? device = null)
    {
        _kzg = kzg;
        _proofs = proofs;
        _device = device;
        _processor = new CpuChunkProver(kzg, new ErasureCode(scale: 16), threads);
        _prover = new SolutionProver(_processor, device);
    }

    public void WarmUp(CancellationToken cancellationToken)
    {
        _processor.WarmUp(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        _proofs.Generate(default, cancellationToken);
    }

    public async IAsyncEnumerable<Solution> ProveAsync(
        ProofJob job, PublicKey rewardAddress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        using Turn held = new(_turn);
        IEnumerator<ProvingOutcome> outcomes = _prover.ProveAll(job.Candidate, rewardAddress, _proofs, job.Farm.ReadMode, cancellationToken)
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
                SolutionCheck.RequireOpening(_kzg, job, solution);
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
        return await Task.Run(() => _prover.Prove(request, rewardAddress, _proofs, cancellationToken), cancellationToken).ConfigureAwait(false);
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
        return await Task.Run(() => _prover.Prove(request, rewardAddress, _proofs, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _turn.Dispose();
        _proofs.Dispose();
        _device?.Dispose();
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
