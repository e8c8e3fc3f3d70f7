namespace Autonomys.Messaging;

/// <summary>Work that is done once, by whoever is free; it outlives the death of everybody.</summary>
public interface IWorkQueue
{
    /// <summary>Adds work. The same <paramref name="id"/> again within two minutes adds nothing.</summary>
    Task EnqueueAsync(string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>Takes the oldest work, waiting at most so long; null when there was none.</summary>
    Task<IWorkItem?> DequeueAsync(TimeSpan wait, CancellationToken cancellationToken);
}

/// <summary>Work that was taken: it must be completed, released, or extended before the queue's patience ends.</summary>
public interface IWorkItem
{
    ReadOnlyMemory<byte> Body { get; }

    /// <summary>Begins the queue's patience anew.</summary>
    Task ExtendAsync(CancellationToken cancellationToken);

    /// <summary>It is done: nobody gets it again.</summary>
    Task CompleteAsync(CancellationToken cancellationToken);

    /// <summary>Gives it back, to be taken again after <paramref name="delay"/>.</summary>
    Task ReleaseAsync(TimeSpan delay, CancellationToken cancellationToken);
}
