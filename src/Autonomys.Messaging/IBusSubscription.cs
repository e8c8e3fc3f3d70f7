namespace Autonomys.Messaging;

/// <summary>Messages of one subject, until disposed.</summary>
public interface IBusSubscription : IAsyncDisposable
{
    /// <summary>Messages as they arrive, over lost and restored connections; for one reader.</summary>
    IAsyncEnumerable<BusMessage> ReadAllAsync(CancellationToken cancellationToken);
}
