using Autonomys.Primitives.Bytes;

namespace Autonomys.Node.Client;

/// <summary>How to reach a node.</summary>
public sealed record RpcNodeClientOptions
{
    /// <summary>Address of the node's RPC, ws:// or wss://.</summary>
    public required Uri Url { get; init; }

    /// <summary>When set, every connection is refused with <see cref="Contract.OtherChainException"/> unless the node is on this chain.</summary>
    public Bytes32? ExpectedGenesisHash { get; init; }

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the node may take for an answer.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time without a word from the node after which it is asked whether it is still there.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long it may take to answer that; then the connection counts as lost, as when a cable was pulled.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause before a subscription's second attempt; it doubles up to <see cref="MaxBackoff"/>.</summary>
    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause between a subscription's attempts.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest message accepted from the node, in bytes; a piece takes 2.1 million, a block several million.</summary>
    public int MaxMessageBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Pieces asked for at the same time; nodes break subscriptions when asked for many.</summary>
    public int MaxConcurrentPieceRequests { get; init; } = 10;

    /// <summary>Told of every connection made and lost; called on an arbitrary thread.</summary>
    public Action<NodeConnectionChange>? ConnectionChanged { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <exception cref="ArgumentException">Names the option that is wrong and what would be right.</exception>
    public void Validate()
    {
        if (!Url.IsAbsoluteUri || (Url.Scheme != Uri.UriSchemeWs && Url.Scheme != Uri.UriSchemeWss))
        {
            throw new ArgumentException($"The node's address must be like ws://127.0.0.1:9944, not \"{Url.OriginalString}\".");
        }

        RequirePositive(ConnectTimeout, nameof(ConnectTimeout));
        RequirePositive(RequestTimeout, nameof(RequestTimeout));
        RequirePositive(KeepAliveInterval, nameof(KeepAliveInterval));
        RequirePositive(KeepAliveTimeout, nameof(KeepAliveTimeout));
        RequirePositive(MinBackoff, nameof(MinBackoff));
        if (MaxBackoff < MinBackoff)
        {
            throw new ArgumentException($"{nameof(MaxBackoff)} ({MaxBackoff}) is shorter than {nameof(MinBackoff)} ({MinBackoff}).");
        }

        if (MaxMessageBytes <= 0 || MaxConcurrentPieceRequests <= 0)
        {
            throw new ArgumentException($"{nameof(MaxMessageBytes)} and {nameof(MaxConcurrentPieceRequests)} must be above 0.");
        }
    }

    private static void RequirePositive(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero)
        {
            throw new ArgumentException($"{name} must be above 0, not {value}.");
        }
    }
}
