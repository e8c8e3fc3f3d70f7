using Autonomys.Node.Contract;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.Bus;

/// <summary>A slot began, as the node of this controller says.</summary>
public sealed record SlotNotification(string Controller, SlotInfo Slot) : ClusterMessage;

/// <summary>A hash to sign; the farm with the key answers this controller.</summary>
public sealed record RewardSigningNotification(string Controller, RewardSigningInfo Request) : ClusterMessage;

/// <summary>A segment was archived.</summary>
public sealed record SegmentNotification(string Controller, SegmentHeader Header) : ClusterMessage;

/// <summary>Asks for what a farmer needs to know of the chain.</summary>
public sealed record ChainRequest : ClusterMessage;

/// <summary>What the node said, or why it did not.</summary>
public sealed record ChainResponse(FarmerAppInfo? Info = null, string? ChainName = null, NodeFailure? Failure = null) : ClusterMessage;

/// <summary>A solution for the controller whose slot it solves.</summary>
public sealed record SolutionRequest(SolutionResponse Solution) : ClusterMessage;

/// <summary>A signature for the controller that asked for it.</summary>
public sealed record RewardSignatureRequest(RewardSignatureResponse Signature) : ClusterMessage;

/// <summary>Whether the node took it: no failure means yes.</summary>
public sealed record NodeVerdict(NodeFailure? Failure = null) : ClusterMessage;

/// <summary>Asks for headers of segments from <paramref name="First"/> on.</summary>
public sealed record SegmentHeadersRequest(ulong First, int Count) : ClusterMessage;

/// <summary>Headers in order, as far as there are some and a message holds them.</summary>
public sealed record SegmentHeadersResponse(IReadOnlyList<SegmentHeader>? Headers = null, NodeFailure? Failure = null) : ClusterMessage;

/// <summary>Why a node did not do what was asked: with a code when it refused, without when it could not be reached.</summary>
public sealed record NodeFailure(string Method, string Message, int? Code = null)
{
    public static NodeFailure From(string method, NodeException exception) => exception is NodeErrorException error
        ? new(error.Method, error.NodeMessage, error.Code)
        : new(method, exception.Message);

    public NodeException ToException() => Code is { } code
        ? new NodeErrorException(Method, code, Message)
        : new NodeUnavailableException(Message);
}
