namespace Autonomys.Node.Contract;

/// <summary>The three method names of a subscription: to begin, of its notifications, to end.</summary>
public sealed record RpcSubscription(string Subscribe, string Notification, string Unsubscribe);
