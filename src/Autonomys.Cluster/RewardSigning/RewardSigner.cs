using System.Diagnostics;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Farms;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Cluster.RewardSigning;

/// <summary>Signs what the node asks for with the farms' keys. The node waits 500 ms: nothing here touches a disk.</summary>
/// <param name="node">Asks, and gets the signatures.</param>
/// <param name="find">Gives the farm with a key; null when it is not farmed here.</param>
/// <param name="events">Told of each.</param>
public sealed class RewardSigner(INodeClient node, Func<PublicKey, IFarm?> find, IFarmerEvents events)
{
    /// <summary>How long the node keeps a request (protocol.md 4.1).</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);

    /// <summary>Answers requests until cancelled; one that is at hand then is answered still, as long as the node waits for it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (RewardSigningInfo request in node.SubscribeRewardSigningAsync(cancellationToken).ConfigureAwait(false))
        {
            // A stray answer would use up the node's request, so only own keys are answered.
            if (find(request.PublicKey) is { } farm)
            {
                await SignAsync(request, farm, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task SignAsync(RewardSigningInfo request, IFarm farm, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        RewardSignature signature = farm.SignReward(request.Hash);
        using CancellationTokenSource limit = new();
        using CancellationTokenRegistration stopping = cancellationToken.Register(() => limit.CancelAfter(Window));
        try
        {
            await node.SubmitRewardSignatureAsync(new(request.Hash, signature), limit.Token).ConfigureAwait(false);
        }
        catch (NodeException exception)
        {
            events.Report(new Warning($"The signature of reward hash {request.Hash} did not reach the node: {exception.Message}"));
            return;
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        if (elapsed > Window)
        {
            events.Report(new Warning(
                $"Signing reward hash {request.Hash} took {elapsed.TotalMilliseconds:F0} ms; the node waits {Window.TotalMilliseconds:F0} ms, so this reward is likely lost."));
        }

        events.Report(new RewardSigned(request.Hash.ToString(), request.PublicKey.ToString(), elapsed.TotalMilliseconds));
    }
}
