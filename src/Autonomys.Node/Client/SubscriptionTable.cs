using System.Runtime.InteropServices;
using System.Text.Json;
using Autonomys.Node.Contract;

namespace Autonomys.Node.Client;

/// <summary>Finds the subscription that a notification is for.</summary>
internal sealed class SubscriptionTable
{
    private const int MaxEarly = 256;
    private const int MaxEarlyBytes = 4 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Notification, string Id), Subscription> _subscriptions = [];

    // Notifications that came before the answer to the subscription was looked at.
    private readonly Queue<(string Notification, string Id, JsonElement Parameters)> _early = [];
    private long _earlyBytes;
    private NodeException? _failure;

    public Subscription Add(RpcSubscription names, JsonElement id)
    {
        Subscription subscription = new(names, id);
        string key = Key(id);
        lock (_lock)
        {
            if (_subscriptions.Remove((names.Notification, key), out Subscription? replaced))
            {
                replaced.Fail(new NodeProtocolException($"The node gave the id of a subscription {names.Subscribe} to another one as well."));
            }

            _subscriptions[(names.Notification, key)] = subscription;
            for (int waiting = _early.Count; waiting > 0; waiting--)
            {
                (string notification, string early, JsonElement parameters) = TakeEarly();
                if (notification == names.Notification && early == key)
                {
                    Deliver(subscription, parameters);
                }
                else
                {
                    KeepEarly(notification, early, parameters);
                }
            }

            if (_failure is not null)
            {
                subscription.Fail(_failure);
            }
        }

        return subscription;
    }

    public void Remove(Subscription subscription)
    {
        (string, string) key = (subscription.Names.Notification, Key(subscription.Id));
        lock (_lock)
        {
            if (_subscriptions.TryGetValue(key, out Subscription? current) && current == subscription)
            {
                _subscriptions.Remove(key);
            }
        }
    }

    /// <param name="notification">Method of the notification.</param>
    /// <param name="parameters">{"subscription": id, "result": …}, or "error" in place of the result when the node ends it.</param>
    public void Receive(string notification, JsonElement parameters)
    {
        if (parameters.ValueKind != JsonValueKind.Object || !parameters.TryGetProperty("subscription", out JsonElement id))
        {
            return;
        }

        string key = Key(id);
        lock (_lock)
        {
            if (_subscriptions.TryGetValue((notification, key), out Subscription? subscription))
            {
                Deliver(subscription, parameters);
                return;
            }

            KeepEarly(notification, key, parameters.Clone());
            while (_early.Count > MaxEarly || _earlyBytes > MaxEarlyBytes)
            {
                TakeEarly();
            }
        }
    }

    public void Fail(NodeException reason)
    {
        lock (_lock)
        {
            _failure = reason;
            foreach (Subscription subscription in _subscriptions.Values)
            {
                subscription.Fail(reason);
            }
        }
    }

    private void KeepEarly(string notification, string id, JsonElement parameters)
    {
        _early.Enqueue((notification, id, parameters));
        _earlyBytes += Size(parameters);
    }

    private (string Notification, string Id, JsonElement Parameters) TakeEarly()
    {
        (string Notification, string Id, JsonElement Parameters) early = _early.Dequeue();
        _earlyBytes -= Size(early.Parameters);
        return early;
    }

    private static long Size(JsonElement element) => JsonMarshal.GetRawUtf8Value(element).Length;

    private static void Deliver(Subscription subscription, JsonElement parameters)
    {
        if (parameters.TryGetProperty("result", out JsonElement result))
        {
            subscription.Receive(result.Clone());
        }
        else
        {
            string error = parameters.TryGetProperty("error", out JsonElement said) ? said.ToString() : "no reason given";
            subscription.Fail(new NodeUnavailableException($"The node ended the subscription {subscription.Names.Subscribe}: {error}"));
        }
    }

    private static string Key(JsonElement id) => id.GetRawText();
}
