using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Cluster.Transfer;

/// <summary>Streams from one peer, each with a thread of its own that reads and hashes; they come when they are needed, and go when nobody does.</summary>
/// <remarks>
/// Not the thread pool's: its threads are woken for each of the many times that a little has come, and look around for more before they
/// sleep, which cost as much as hashing.
/// </remarks>
internal sealed class FragmentPeer(Uri endpoint, string authorization, TimeSpan connectTimeout) : IDisposable
{
    /// <summary>Fragments at once. Each is hashed by its thread: more of them than processors only drive each other from the processor's caches.</summary>
    private static readonly int MaxStreams = Math.Clamp(Environment.ProcessorCount, 2, 16);

    /// <summary>Shorter than a peer keeps a stream, so that it is rarely taken up while it is just being closed.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);

    /// <summary>After this a peer that had no streams may have been upgraded.</summary>
    private const long PlainMilliseconds = 60_000;

    /// <summary>The peer that this thread reads from, if it is one of those.</summary>
    [ThreadStatic]
    private static FragmentPeer? s_own;

    // A monitor: whoever waits for it sleeps at once, and one is woken for one request.
    private readonly object _lock = new();
    private readonly Queue<FragmentFetch> _asked = new();
    private int _threads;
    private int _unfinished;
    private bool _isDisposed;
    private long _plainUntil;

    /// <summary>Fills <paramref name="body"/>; null when the peer has no streams.</summary>
    /// <exception cref="TransferException">The peer does not have it, or sends something else.</exception>
    /// <exception cref="IOException">The connection ended, or there is none.</exception>
    public async Task<Blake3Hash?> TryGetAsync(FragmentAddress address, Memory<byte> body, CancellationToken cancellationToken)
    {
        if (Environment.TickCount64 < Volatile.Read(ref _plainUntil))
        {
            return null;
        }

        FragmentFetch fetch = new(address, body);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _asked.Enqueue(fetch);
            _unfinished++;

            // Asked by one of this peer's threads, which has just told of a fragment: it comes back and takes one itself, and nobody is woken.
            int own = s_own == this ? 1 : 0;
            if (_unfinished - own > _threads && _threads < MaxStreams)
            {
                _threads++;
                new Thread(Serve) { IsBackground = true, Name = "fragments" }.Start();
            }
            else if (_asked.Count > own)
            {
                Monitor.Pulse(_lock);
            }
        }

        using CancellationTokenRegistration cancelled = cancellationToken.UnsafeRegister(static one => ((FragmentFetch)one!).Cancel(), fetch);
        return await fetch.Ended.ConfigureAwait(false);
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
        FragmentStream? stream = null;
        s_own = this;
        try
        {
            while (TryTake(out FragmentFetch? fetch))
            {
                Read(fetch, ref stream);
                lock (_lock)
                {
                    _unfinished--;
                }
            }
        }
        finally
        {
            stream?.Dispose();
        }
    }

    /// <summary>Waits for a request; false, and one thread less, when there is none for long or there will be none.</summary>
    private bool TryTake([NotNullWhen(true)] out FragmentFetch? fetch)
    {
        lock (_lock)
        {
            while (!_asked.TryDequeue(out fetch))
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

    private void Read(FragmentFetch fetch, ref FragmentStream? stream)
    {
        bool isWhole = false;
        try
        {
            if (!fetch.TryTake())
            {
                isWhole = true;
                fetch.Fail(new OperationCanceledException());
                return;
            }

            while (true)
            {
                stream ??= FragmentStream.Open(endpoint, authorization, connectTimeout);
                if (stream is null)
                {
                    Volatile.Write(ref _plainUntil, Environment.TickCount64 + PlainMilliseconds);
                    fetch.End(null);
                    return;
                }

                if (!fetch.TryUse(stream))
                {
                    throw new OperationCanceledException();
                }

                if (TryAsk(fetch, stream) is { } reply)
                {
                    Blake3Hash? hash = Receive(fetch, stream, reply, ref isWhole);
                    if (!fetch.TryUse(null))
                    {
                        // Cancelled at the last moment, and the stream with it.
                        isWhole = false;
                    }

                    fetch.End(hash);
                    return;
                }

                stream.Dispose();
                stream = null;
            }
        }
        catch (Exception exception) when (exception is TransferException)
        {
            isWhole &= fetch.TryUse(null);
            fetch.Fail(exception);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            fetch.Fail(exception as IOException ?? new IOException(exception.Message, exception));
        }
        finally
        {
            if (!isWhole)
            {
                stream?.Dispose();
                stream = null;
            }
        }
    }

    /// <summary>Null when the peer closed a stream that was used before: that says nothing, and another is opened.</summary>
    private static FragmentReply? TryAsk(FragmentFetch fetch, FragmentStream stream)
    {
        bool wasUsed = stream.WasUsed;
        try
        {
            return stream.Ask(fetch.Address);
        }
        catch (Exception exception) when (wasUsed && !fetch.IsCancelled && exception is IOException or SocketException)
        {
            return null;
        }
    }

    /// <param name="fetch">What was asked for.</param>
    /// <param name="stream">Where the reply came from.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="isWhole">Set when another fragment can be asked for.</param>
    /// <exception cref="TransferException">It is not there, or not what it should be.</exception>
    private Blake3Hash Receive(FragmentFetch fetch, FragmentStream stream, FragmentReply reply, ref bool isWhole)
    {
        string name = $"{endpoint}: fragment {fetch.Address.Fragment} of piece {fetch.Address.Piece}";
        if (reply.IsAbsent)
        {
            isWhole = true;
            throw new TransferException($"{name} is not there", isAbsent: true);
        }

        if (reply.Length != fetch.Body.Length)
        {
            throw new TransferException($"{name} has {reply.Length} bytes instead of {fetch.Body.Length}.");
        }

        Blake3Hash hash = stream.Receive(fetch.Body);
        isWhole = true;
        return fetch.Address.Checksum(hash) == reply.Checksum
            ? hash
            : throw new TransferException($"{name} has another checksum than it was stored with: the transfer or the peer is damaged.");
    }
}
