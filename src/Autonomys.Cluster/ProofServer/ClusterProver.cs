using System.Runtime.CompilerServices;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Farming;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Transfer;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Proving;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Cluster.ProofServer;

/// <summary>
/// Has candidates proven by the cluster: by the proof-server with the least to do, by a second one when that is slow, and by this
/// machine when there is none, all refuse, or the time gets short.
/// </summary>
internal sealed class ClusterProver(ClusterContext context, Kzg kzg, LocalProver local, IFarmerEvents events) : ISolutionProver
{
    private const int MaxSolutionSize = 4096;
    private const int ServersAsked = 2;

    public void WarmUp(CancellationToken cancellationToken) => local.WarmUp(cancellationToken);

    public async IAsyncEnumerable<Solution> ProveAsync(
        ProofJob job, PublicKey rewardAddress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ProvableCandidate provable = await Task.Run(() => SolutionProver.Prepare(job.Candidate), cancellationToken).ConfigureAwait(false);
        foreach (ProvableChunk chunk in provable.Chunks)
        {
            ProofRequest request = await Task.Run(
                () => SolutionProver.Read(provable, chunk, job.Farm.ReadMode, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (await HedgeAsync(job, request, rewardAddress, cancellationToken).ConfigureAwait(false) is not { } solution)
            {
                yield break;
            }

            yield return solution;
        }
    }

    /// <summary>The first right answer, or null when the slot ended before there was one; nobody works on it after that.</summary>
    private Task<Solution?> HedgeAsync(ProofJob job, ProofRequest request, PublicKey rewardAddress, CancellationToken cancellationToken)
    {
        byte[] body = ProofEndpoints.Body(rewardAddress, request);
        return Hedge.FirstAsync(
            () => job.Slot.Timeout - job.Slot.Elapsed, ended => Provers(job, request, body, rewardAddress, ended), cancellationToken);
    }

    /// <summary>Whom to ask, in turn. A busy one says so at once, and this machine helps only while it has nothing else to prove.</summary>
    private Queue<Func<Task<Solution?>>> Provers(
        ProofJob job, ProofRequest request, byte[] body, PublicKey rewardAddress, CancellationToken cancellationToken)
    {
        Queue<Func<Task<Solution?>>> provers = new(context.Members.Of(MemberRole.ProofServer)
            .Where(server => server.Endpoint is not null)
            .OrderBy(server => server.ProofsInWork ?? 0)
            .ThenBy(_ => Random.Shared.Next())
            .Take(ServersAsked)
            .Select(server => (Func<Task<Solution?>>)(() => AskAsync(server, body, job, rewardAddress, cancellationToken))));
        provers.Enqueue(() => ProveHereAsync(job, request, rewardAddress, cancellationToken));
        return provers;
    }

    private async Task<Solution?> ProveHereAsync(ProofJob job, ProofRequest request, PublicKey rewardAddress, CancellationToken cancellationToken)
    {
        Solution? solution = await local.TryProveAsync(request, rewardAddress, cancellationToken).ConfigureAwait(false);
        if (solution is not null)
        {
            SolutionCheck.RequireOpening(kzg, job, solution);
        }

        return solution;
    }

    /// <summary>Null when the server did not help; what it says of the sector is found out here.</summary>
    private async Task<Solution?> AskAsync(
        MemberInfo server, byte[] body, ProofJob job, PublicKey rewardAddress, CancellationToken cancellationToken)
    {
        try
        {
            byte[] answer = await context.Transfer.PostAsync(
                server.Endpoint!, DataPlane.Proofs, body, MaxSolutionSize, job.Slot.Timeout, cancellationToken).ConfigureAwait(false);
            if (Scale.TryDecode<Solution>(answer, out Solution? solution) && SolutionCheck.IsRight(kzg, job, rewardAddress, solution))
            {
                return solution;
            }

            events.Report(new Warning($"Proof-server {server.Id} at {server.Endpoint} answered with a wrong proof: it is proven elsewhere."));
        }
        catch (TransferException exception) when (exception.IsBusy)
        {
            // It says so at once: the next one.
        }
        catch (TransferException exception)
        {
            events.Report(new Warning($"Proof-server {server.Id} did not prove: {exception.Message}"));
        }

        return null;
    }
}
