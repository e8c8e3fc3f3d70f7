using System.Collections.Concurrent;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Cluster.Transfer;

/// <summary>Streams to all peers.</summary>
internal sealed class FragmentStreams(string authorization, TimeSpan connectTimeout) : IDisposable
{
    private readonly ConcurrentDictionary<string, FragmentPeer> _peers = new(StringComparer.Ordinal);

    /// <summary>Fills <paramref name="body"/> with a fragment of exactly its length, and gives its BLAKE3; null when the peer has no streams.</summary>
    /// <remarks>Nothing writes into the memory any more when the task has ended, however it did.</remarks>
    /// <exception cref="TransferException">The peer does not have it, or sends something else.</exception>
    /// <exception cref="IOException">The connection ended, or there is none.</exception>
    public Task<Blake3Hash?> TryGetAsync(string endpoint, FragmentAddress address, Memory<byte> body, CancellationToken cancellationToken) =>
        _peers.GetOrAdd(endpoint, name => new FragmentPeer(new Uri(name), authorization, connectTimeout)).TryGetAsync(address, body, cancellationToken);

    public void Dispose()
    {
        foreach (FragmentPeer peer in _peers.Values)
        {
            peer.Dispose();
        }
    }
}
