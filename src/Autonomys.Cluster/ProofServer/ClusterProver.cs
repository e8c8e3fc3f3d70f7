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

    /// <summary>Share of the time left after which the next prover is asked too.</summary>
    private const double HedgeShare = 0.3;

    public void WarmUp(CancellationToken cancellationToken) => local.WarmUp(cancellationToken);

    public async IAsyncEnumerable<Solution> ProveAsync(
        ProofJob job, PublicKey rewardAddress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ProvableCandidate provable = await Task.Run(() => SolutionProver.Prepare(job.Candidate), cancellationToken).ConfigureAwait(false);
        foreach (ProvableChunk chunk in provable.Chunks)
        {
            ProofRequest request = await Task.Run(
                () => SolutionProver.Read(provable, chunk, job.Farm.ReadMode, cancellationToken), cancellationToken).ConfigureAwait(false);
            yield return await HedgeAsync(job, request, rewardAddress, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The first right answer; who answers later is told to stop.</summary>
    private async Task<Solution> HedgeAsync(ProofJob job, ProofRequest request, PublicKey rewardAddress, CancellationToken cancellationToken)
    {
        byte[] body = ProofEndpoints.Body(rewardAddress, request);
        Queue<MemberInfo> servers = new(context.Members.Of(MemberRole.ProofServer)
            .Where(server => server.Endpoint is not null)
            .OrderBy(server => server.ProofsInWork ?? 0)
            .ThenBy(_ => Random.Shared.Next())
            .Take(2));
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task<Solution?>> running = [];
        bool askedHere = false;
        try
        {
            while (true)
            {
                if (servers.TryDequeue(out MemberInfo? server))
                {
                    running.Add(AskAsync(server, body, job, rewardAddress, ended.Token));
                }
                else if (!askedHere)
                {
                    askedHere = true;
                    running.Add(ProveHereAsync(job, request, rewardAddress, ended.Token));
                }

                TimeSpan wait = (job.Slot.Timeout - job.Slot.Elapsed) * HedgeShare;
                Task patience = Task.Delay(askedHere ? Timeout.InfiniteTimeSpan : wait > TimeSpan.Zero ? wait : TimeSpan.Zero, ended.Token);
                Task first = await Task.WhenAny([patience, .. running]).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                if (first is Task<Solution?> answered)
                {
                    running.Remove(answered);
                    if (await answered.ConfigureAwait(false) is { } solution)
                    {
                        return solution;
                    }
                }
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Solution?> ProveHereAsync(ProofJob job, ProofRequest request, PublicKey rewardAddress, CancellationToken cancellationToken)
    {
        Solution solution = await local.ProveAsync(request, rewardAddress, cancellationToken).ConfigureAwait(false);
        SolutionCheck.RequireOpening(kzg, job, solution);
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
        catch (TransferException exception)
        {
            events.Report(new Warning($"Proof-server {server.Id} did not prove: {exception.Message}"));
        }

        return null;
    }
}
