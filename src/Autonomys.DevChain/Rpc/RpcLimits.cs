namespace Autonomys.DevChain.Rpc;

/// <summary>Bounds of the server; defaults are those of a Substrate node.</summary>
internal sealed record RpcLimits
{
    /// <summary>Largest request, in bytes.</summary>
    public int MaxRequestBytes { get; init; } = 15 * 1024 * 1024;

    /// <summary>Largest response, a batch counted as one, in bytes.</summary>
    public int MaxResponseBytes { get; init; } = 15 * 1024 * 1024;

    /// <summary>Most calls in one batch.</summary>
    public int MaxBatchLength { get; init; } = 1000;

    /// <summary>Most subscriptions of one connection.</summary>
    public int MaxSubscriptionsPerConnection { get; init; } = 1024;

    /// <summary>Most connections at one time.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>Messages that may wait for one slow connection.</summary>
    public int MessageBufferPerConnection { get; init; } = 64;

    /// <summary>Items that may wait in one subscription before it is cut off.</summary>
    public int ItemBufferPerSubscription { get; init; } = 16;

    /// <summary>Calls of one connection that are worked on at one time.</summary>
    public int ConcurrentCallsPerConnection { get; init; } = 32;
}
