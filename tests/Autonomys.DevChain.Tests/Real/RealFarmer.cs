using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Auditing;
using Autonomys.Farming.Farms;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Space;
using Autonomys.Node.Client;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.DevChain.Tests.Real;

/// <summary>Audits, proves and signs with the parts of the product, in the plainest order there is.</summary>
internal sealed class RealFarmer(Kzg kzg, Farm farm, Uri url)
{
    private readonly SolutionProver _prover = new(kzg, new ErasureCoding(16), threads: 2);

    public static PublicKey RewardAddress { get; } = PublicKey.From(Vectors.Bytes("reward address", 32));

    /// <summary>Changes a solution before it is submitted.</summary>
    public Func<Solution, Solution> Alter { get; init; } = solution => solution;

    /// <summary>Solutions that the node took over.</summary>
    public int Submitted { get; private set; }

    /// <summary>Farms until <paramref name="isDone"/> says so, which is asked at every slot; at most three minutes.</summary>
    public async Task RunUntilAsync(Func<bool> isDone)
    {
        using CancellationTokenSource stop = new(TimeSpan.FromMinutes(3));
        await using RpcNodeClient client = new(url);
        SlotInfo? newest = null;
        Task listening = Task.Run(async () =>
        {
            await foreach (SlotInfo slot in client.SubscribeSlotInfoAsync(stop.Token))
            {
                Volatile.Write(ref newest, slot);
            }
        });
        Task signing = Task.Run(async () =>
        {
            await foreach (RewardSigningInfo request in client.SubscribeRewardSigningAsync(stop.Token))
            {
                if (request.PublicKey == farm.Identity.PublicKey)
                {
                    RewardSignature signature = farm.Identity.SignReward(Primitives.Hashing.Blake3Hash.From(request.Hash.AsSpan()));
                    await client.SubmitRewardSignatureAsync(new RewardSignatureResponse(request.Hash, signature), stop.Token);
                }
            }
        });
        using CpuRecordProofs proofs = new(threads: 2);
        PlotAuditor auditor = new(farm.Identity.PublicKey);
        while (!isDone())
        {
            if (Interlocked.Exchange(ref newest, null) is { } slot)
            {
                await AnswerAsync(client, auditor, proofs, slot, stop.Token);
            }
            else
            {
                await Task.Delay(20, stop.Token);
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(listening, signing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>At most two solutions of a slot: the best makes the block, the other is used already or a vote.</summary>
    private async Task AnswerAsync(RpcNodeClient client, PlotAuditor auditor, CpuRecordProofs proofs, SlotInfo slot, CancellationToken token)
    {
        PlotAudit audit = auditor.Audit(farm.Plot, farm.PlottedSectors(), slot.GlobalChallenge, slot.VotingSolutionRange, cancellationToken: token);
        Assert.Empty(audit.Failures);
        foreach (ProvingOutcome outcome in audit.Candidates
            .SelectMany(candidate => _prover.ProveAll(candidate, RewardAddress, proofs, RecordReadMode.ConcurrentChunks, token))
            .Take(2))
        {
            Assert.Null(outcome.Error);
            try
            {
                await client.SubmitSolutionResponseAsync(new SolutionResponse(slot.SlotNumber, Alter(outcome.Solution!)), token);
                Submitted++;
            }
            catch (NodeErrorException exception) when (exception.Message.Contains("Solution was ignored", StringComparison.Ordinal))
            {
                // Too late on a busy machine: the next slot comes.
                return;
            }
        }
    }
}
