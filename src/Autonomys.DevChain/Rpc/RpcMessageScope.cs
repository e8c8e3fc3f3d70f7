namespace Autonomys.DevChain.Rpc;

/// <summary>The subscriptions that one message starts: released together once the answer to the message is queued.</summary>
internal sealed class RpcMessageScope(RpcConnectionSubscriptions subscriptions)
{
    private readonly List<string> _started = [];

    public string Subscribe(RpcStream subscription, RpcParameters parameters, bool unsafeAllowed)
    {
        string subscriptionId = subscriptions.Subscribe(subscription, parameters, unsafeAllowed);
        _started.Add(subscriptionId);
        return subscriptionId;
    }

    public bool Unsubscribe(string subscriptionId) => subscriptions.Unsubscribe(subscriptionId);

    public void Release()
    {
        foreach (string subscriptionId in _started)
        {
            subscriptions.Release(subscriptionId);
        }
    }
}
