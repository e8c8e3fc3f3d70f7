using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.History;
using Autonomys.Messaging;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.Controller;

/// <summary>One node on the bus: what it announces goes out, solutions and signatures come in.</summary>
/// <param name="name">What farmers address this node's answers to.</param>
/// <param name="node">The node.</param>
/// <param name="chainName">The chain's name.</param>
/// <param name="headers">Headers of all segments, kept up by the history.</param>
/// <param name="bus">The cluster's bus.</param>
/// <param name="events">Told of what goes wrong.</param>
internal sealed class NodeBridge(
    string name, INodeClient node, string chainName, SegmentHeaders headers, IClusterBus bus, IFarmerEvents events)
{
    /// <summary>Any controller of the group answers.</summary>
    private const string Controllers = "controllers";

    /// <summary>A header has some 250 characters in JSON: so many stay far below the limit of a message.</summary>
    private const int MaxHeaders = 200;

    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(1);

    public IEnumerable<Func<CancellationToken, Task>> Flows =>
    [
        token => Supervision.RunAsync("Slots", SlotsAsync, events, token),
        token => Supervision.RunAsync("Reward signing", RewardSigningAsync, events, token),
        token => Supervision.RunAsync("Archived segments", SegmentsAsync, events, token),
        token => bus.ServeAsync<SolutionRequest, NodeVerdict>(ClusterSubjects.Solution(name), null, SubmitAsync, events, token),
        token => bus.ServeAsync<RewardSignatureRequest, NodeVerdict>(ClusterSubjects.RewardSignature(name), null, SignAsync, events, token),
        token => bus.ServeAsync<ChainRequest, ChainResponse>(ClusterSubjects.Chain, Controllers, TellChainAsync, events, token),
        token => bus.ServeAsync<SegmentHeadersRequest, SegmentHeadersResponse>(
            ClusterSubjects.SegmentHeaders, Controllers, TellHeadersAsync, events, token),
    ];

    private async Task SlotsAsync(CancellationToken cancellationToken)
    {
        await foreach (SlotInfo slot in node.SubscribeSlotInfoAsync(cancellationToken).ConfigureAwait(false))
        {
            await SendAsync(ClusterSubjects.Slot, new SlotNotification(name, slot), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RewardSigningAsync(CancellationToken cancellationToken)
    {
        await foreach (RewardSigningInfo request in node.SubscribeRewardSigningAsync(cancellationToken).ConfigureAwait(false))
        {
            await SendAsync(ClusterSubjects.RewardSigning, new RewardSigningNotification(name, request), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SegmentsAsync(CancellationToken cancellationToken)
    {
        await foreach (SegmentHeader header in node.SubscribeArchivedSegmentHeadersAsync(cancellationToken).ConfigureAwait(false))
        {
            await SendAsync(ClusterSubjects.Segment, new SegmentNotification(name, header), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What cannot be sent at once is old before it could be sent again, and must not hold up the next.</summary>
    private async Task SendAsync<T>(string subject, T message, CancellationToken cancellationToken)
        where T : ClusterMessage
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(SendLimit);
        try
        {
            await bus.PublishAsync(subject, message, limit.Token).ConfigureAwait(false);
        }
        catch (BusException exception)
        {
            events.Report(new Warning($"A message to {subject} was not sent: {exception.Message}"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            events.Report(new Warning($"A message to {subject} was not sent: the bus did not take it within {SendLimit.TotalSeconds:F0} s."));
        }
    }

    private Task<NodeVerdict> SubmitAsync(SolutionRequest request, CancellationToken cancellationToken) => JudgeAsync(
        "subspace_submitSolutionResponse", () => node.SubmitSolutionResponseAsync(request.Solution, cancellationToken));

    private Task<NodeVerdict> SignAsync(RewardSignatureRequest request, CancellationToken cancellationToken) => JudgeAsync(
        "subspace_submitRewardSignature", () => node.SubmitRewardSignatureAsync(request.Signature, cancellationToken));

    private async Task<ChainResponse> TellChainAsync(ChainRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return new ChainResponse(await node.GetFarmerAppInfoAsync(cancellationToken).ConfigureAwait(false), chainName, null);
        }
        catch (NodeException exception)
        {
            return new ChainResponse(null, chainName, NodeFailure.From("subspace_getFarmerAppInfo", exception));
        }
    }

    private Task<SegmentHeadersResponse> TellHeadersAsync(SegmentHeadersRequest request, CancellationToken cancellationToken)
    {
        List<SegmentHeader> found = [];
        int count = Math.Clamp(request.Count, 0, MaxHeaders);
        for (ulong index = request.First; found.Count < count && headers.Find(new SegmentIndex(index)) is { } header; index++)
        {
            found.Add(header);
        }

        return Task.FromResult(new SegmentHeadersResponse(found, null));
    }

    private static async Task<NodeVerdict> JudgeAsync(string method, Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
            return new NodeVerdict(null);
        }
        catch (NodeException exception)
        {
            return new NodeVerdict(NodeFailure.From(method, exception));
        }
    }
}
