namespace Autonomys.Messaging;

/// <summary>How the components of a cluster talk: small messages, never bulk data. Safe for concurrent use.</summary>
/// <remarks>
/// Subjects are words separated by dots; a subscription may have `*` for one word and `>` for all that follow. Every call may throw
/// <see cref="BusException"/>. Both implementations pass the same tests.
/// </remarks>
public interface IClusterBus : IAsyncDisposable
{
    /// <summary>Largest body of a message, in bytes.</summary>
    const int MaxMessageSize = 64 * 1024;

    /// <summary>Sends to everybody who listens now; nobody may.</summary>
    Task PublishAsync(string subject, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>Listens; what is published once this returned arrives.</summary>
    /// <param name="subject">What to listen to.</param>
    /// <param name="group">When set, each message goes to one listener of the group.</param>
    /// <param name="cancellationToken">Ends the call, not the subscription.</param>
    Task<IBusSubscription> SubscribeAsync(string subject, string? group, CancellationToken cancellationToken);

    /// <summary>Sends to one listener and waits for its answer.</summary>
    /// <exception cref="NoResponderException">Nobody listens.</exception>
    /// <exception cref="RequestTimeoutException">Nobody answered in time.</exception>
    Task<ReadOnlyMemory<byte>> RequestAsync(
        string subject, ReadOnlyMemory<byte> body, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Opens values that all components share; made when missing.</summary>
    /// <param name="name">Letters, digits and hyphens.</param>
    /// <param name="lifetime">How long a value is kept after it was written; null for ever. Only the first opener's counts.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IKeyValueBucket> OpenBucketAsync(string name, TimeSpan? lifetime, CancellationToken cancellationToken);

    /// <summary>Opens a queue of work; made when missing.</summary>
    /// <param name="name">Letters, digits and hyphens.</param>
    /// <param name="patience">An item that was taken and neither extended nor completed for so long is given to another worker.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IWorkQueue> OpenWorkQueueAsync(string name, TimeSpan patience, CancellationToken cancellationToken);
}
