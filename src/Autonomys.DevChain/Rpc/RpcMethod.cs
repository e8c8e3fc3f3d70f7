using System.Text.Json;
using Autonomys.Node.Contract;

namespace Autonomys.DevChain.Rpc;

/// <summary>Answers one call: reads its parameters and writes the one JSON value that becomes <c>result</c>.</summary>
internal delegate ValueTask RpcHandler(RpcParameters parameters, Utf8JsonWriter result, CancellationToken cancellationToken);

/// <summary>A method as the dispatcher sees it.</summary>
/// <param name="Name">As callers write it.</param>
/// <param name="IsUnsafe">Answered with "method not found" where unsafe methods are closed.</param>
/// <param name="Handler">Does the work.</param>
internal sealed record RpcMethod(string Name, bool IsUnsafe, RpcHandler Handler);

/// <summary>Starts one subscription: connects <paramref name="sink"/> to its source; disposing the result disconnects it.</summary>
/// <param name="parameters">Parameters of the subscribe call.</param>
/// <param name="sink">Takes the JSON of each item; never blocks.</param>
/// <param name="unsafeAllowed">Whether this connection may call unsafe methods.</param>
internal delegate IDisposable RpcSubscribe(RpcParameters parameters, IRpcSubscriptionSink sink, bool unsafeAllowed);

/// <summary>A subscription as the dispatcher sees it.</summary>
/// <param name="Names">Its three method names.</param>
/// <param name="IsUnsafe">Dropped without being accepted where unsafe methods are closed, as the reference node does.</param>
/// <param name="Subscribe">Connects a sink.</param>
internal sealed record RpcStream(RpcSubscription Names, bool IsUnsafe, RpcSubscribe Subscribe);

/// <summary>Where a subscription's source puts its items.</summary>
internal interface IRpcSubscriptionSink
{
    /// <summary>Queues one item, the JSON of <c>params.result</c>; a subscriber that is too slow is cut off rather than waited for.</summary>
    void Send(ReadOnlyMemory<byte> json);
}
