using System.Collections.Concurrent;

namespace Autonomys.Cluster.Transfer;

/// <summary>Streams to all peers.</summary>
internal sealed class FragmentStreams(string authorization, TimeSpan connectTimeout) : IDisposable
{
    private readonly ConcurrentDictionary<string, FragmentThreads> _threads = new(StringComparer.Ordinal);
    private readonly PlainPeers _plain = new();

    /// <summary>Has a thread read these: nobody has to be woken for each. They end one by one.</summary>
    /// <remarks>Threads belong to the first one's peer, so that one that stalls holds up only those who need it.</remarks>
    public void Read(IEnumerable<FragmentFetch> together)
    {
        List<FragmentFetch> over = [];
        foreach (FragmentFetch fetch in together)
        {
            if (_plain.Contains(fetch.Endpoint))
            {
                fetch.End(null);
            }
            else
            {
                over.Add(fetch);
            }
        }

        if (over.Count > 0)
        {
            _threads.GetOrAdd(over[0].Endpoint, _ => new FragmentThreads(() => new FragmentReader(_plain, authorization, connectTimeout))).Read(over);
        }
    }

    public void Dispose()
    {
        foreach (FragmentThreads threads in _threads.Values)
        {
            threads.Dispose();
        }
    }
}
