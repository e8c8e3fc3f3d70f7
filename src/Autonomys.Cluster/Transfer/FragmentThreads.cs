using System.Diagnostics.CodeAnalysis;

namespace Autonomys.Cluster.Transfer;

/// <summary>Threads that read fragments and hash them; they come when they are needed, and go when nobody does.</summary>
/// <remarks>
/// Not the thread pool's: its threads are woken for each of the many times that a little has come, and look around for more before they
/// sleep, which cost as much as hashing.
/// </remarks>
/// <param name="open">A reader for a thread.</param>
internal sealed class FragmentThreads(Func<FragmentReader> open) : IDisposable
{
    /// <summary>Threads at once, and so streams to one peer.</summary>
    private const int MaxThreads = 16;

    /// <summary>Shorter than a peer keeps a stream, so that it is rarely taken up while it is just being closed.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Those that this thread is one of, if any.</summary>
    [ThreadStatic]
    private static FragmentThreads? s_own;

    // A monitor: whoever waits for it sleeps at once, and one is woken for one request.
    private readonly object _lock = new();
    private readonly Queue<IReadOnlyList<FragmentFetch>> _asked = new();
    private int _threads;
    private int _unfinished;
    private bool _isDisposed;

    /// <summary>Has a thread read these together.</summary>
    public void Read(IReadOnlyList<FragmentFetch> together)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _asked.Enqueue(together);
            _unfinished++;

            // Asked by one of these threads, which has just told of a fragment: it comes back and takes one itself, and nobody is woken.
            int own = s_own == this ? 1 : 0;
            if (_unfinished - own > _threads && _threads < MaxThreads)
            {
                _threads++;
                new Thread(Serve) { IsBackground = true, Name = "fragments" }.Start();
            }
            else if (_asked.Count > own)
            {
                Monitor.Pulse(_lock);
            }
        }
    }

    /// <summary>Threads end when they have ended what was asked for.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            Monitor.PulseAll(_lock);
        }
    }

    private void Serve()
    {
        s_own = this;
        using FragmentReader reader = open();
        while (TryTake(out IReadOnlyList<FragmentFetch>? together))
        {
            reader.Read(together);
            lock (_lock)
            {
                _unfinished--;
            }
        }
    }

    /// <summary>Waits for a request; false, and one thread less, when there is none for long or there will be none.</summary>
    private bool TryTake([NotNullWhen(true)] out IReadOnlyList<FragmentFetch>? together)
    {
        lock (_lock)
        {
            while (!_asked.TryDequeue(out together))
            {
                if (_isDisposed || (!Monitor.Wait(_lock, IdleTimeout) && _asked.Count == 0))
                {
                    _threads--;
                    return false;
                }
            }

            return true;
        }
    }
}
