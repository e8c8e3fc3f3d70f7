namespace Autonomys.Messaging;

/// <summary>Values that all components share. Keys are words of letters, digits, `-` and `_`, separated by dots.</summary>
public interface IKeyValueBucket
{
    /// <summary>The value, or null when there is none.</summary>
    Task<BucketEntry?> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Writes whatever is there; returns the revision.</summary>
    Task<ulong> PutAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken);

    /// <summary>Writes only where nothing is; returns the revision, or null when somebody was faster.</summary>
    Task<ulong?> TryCreateAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken);

    /// <summary>Writes only over this revision; returns the new one, or null when somebody was faster.</summary>
    Task<ulong?> TryUpdateAsync(string key, ReadOnlyMemory<byte> value, ulong revision, CancellationToken cancellationToken);

    /// <summary>Removes a value, if there is one.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>All values there are now.</summary>
    Task<IReadOnlyList<BucketEntry>> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// All values there are now, then every change. A value whose lifetime ended is not announced: whoever needs to know counts it
    /// from when it was last told.
    /// </summary>
    IAsyncEnumerable<BucketEntry> WatchAsync(CancellationToken cancellationToken);
}

/// <summary>A value of a bucket.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">The bytes; null when it was removed.</param>
/// <param name="Revision">Grows with every write to the bucket.</param>
public sealed record BucketEntry(string Key, ReadOnlyMemory<byte>? Value, ulong Revision);
