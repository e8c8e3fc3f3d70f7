using System.Collections.Concurrent;

namespace Autonomys.Cluster.Transfer;

/// <summary>Peers of older releases, which have no streams of fragments.</summary>
internal sealed class PlainPeers
{
    /// <summary>After this one may have been upgraded.</summary>
    private const long Milliseconds = 60_000;

    private readonly ConcurrentDictionary<string, long> _until = new(StringComparer.Ordinal);

    public void Add(string endpoint) => _until[endpoint] = Environment.TickCount64 + Milliseconds;

    public bool Contains(string endpoint) => _until.TryGetValue(endpoint, out long until) && Environment.TickCount64 < until;
}
