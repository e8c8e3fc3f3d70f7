using System.Net.Sockets;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Cluster.Transfer;

/// <summary>Reads fragments in one thread, over streams of its own; what belongs together is asked for at once and then read one after the other.</summary>
internal sealed class FragmentReader(PlainPeers plain, string authorization, TimeSpan connectTimeout) : IDisposable
{
    private readonly Dictionary<string, FragmentStream> _streams = new(StringComparer.Ordinal);

    /// <summary>Ends each of these, one way or another.</summary>
    public void Read(IReadOnlyList<FragmentFetch> together)
    {
        foreach (FragmentFetch fetch in together)
        {
            if (fetch.TryTake())
            {
                Try(fetch, Ask);
            }
            else
            {
                fetch.Fail(new OperationCanceledException());
            }
        }

        foreach (FragmentFetch fetch in together)
        {
            if (!fetch.Ended.IsCompleted)
            {
                Try(fetch, Receive);
            }
        }
    }

    public void Dispose()
    {
        foreach (FragmentStream stream in _streams.Values)
        {
            stream.Dispose();
        }
    }

    /// <summary>Whatever fails, the stream is no longer known to be where the next reply begins.</summary>
    private void Try(FragmentFetch fetch, Action<FragmentFetch> work)
    {
        try
        {
            work(fetch);
        }
        catch (TransferException exception)
        {
            Drop(fetch);
            fetch.Fail(exception);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.TimedOut && !fetch.IsCancelled)
        {
            Drop(fetch);
            fetch.Fail(TransferClient.TooSlow(fetch.Endpoint, fetch.Limit));
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Drop(fetch);
            fetch.Fail(exception as IOException ?? new IOException(exception.Message, exception));
        }
    }

    private void Ask(FragmentFetch fetch)
    {
        if (_streams.TryGetValue(fetch.Endpoint, out FragmentStream? used))
        {
            Use(fetch, used);
            try
            {
                used.Ask(fetch.Address);
                return;
            }
            catch (Exception exception) when (IsOld(used, fetch, exception))
            {
                Drop(fetch);
            }
        }

        if (FragmentStream.Open(new Uri(fetch.Endpoint), authorization, connectTimeout) is not { } stream)
        {
            plain.Add(fetch.Endpoint);
            fetch.End(null);
            return;
        }

        _streams.Add(fetch.Endpoint, stream);
        Use(fetch, stream);
        stream.Ask(fetch.Address);
    }

    private void Receive(FragmentFetch fetch)
    {
        if (ReadReply(fetch) is not { } reply)
        {
            return;
        }

        string name = $"{fetch.Endpoint}: fragment {fetch.Address.Fragment} of piece {fetch.Address.Piece}";
        if (reply.IsAbsent)
        {
            Release(fetch);
            fetch.Fail(new TransferException($"{name} is not there", isAbsent: true));
            return;
        }

        if (reply.Length != fetch.Body.Length)
        {
            throw new TransferException($"{name} has {reply.Length} bytes instead of {fetch.Body.Length}.");
        }

        Blake3Hash hash = _streams[fetch.Endpoint].Receive(fetch.Body);
        Release(fetch);
        if (fetch.Address.Checksum(hash) == reply.Checksum)
        {
            fetch.End(hash);
        }
        else
        {
            fetch.Fail(new TransferException($"{name} has another checksum than it was stored with: the transfer or the peer is damaged."));
        }
    }

    /// <summary>Null when the fetch has ended meanwhile.</summary>
    private FragmentReply? ReadReply(FragmentFetch fetch)
    {
        while (!fetch.Ended.IsCompleted)
        {
            if (!_streams.TryGetValue(fetch.Endpoint, out FragmentStream? stream))
            {
                // Ended by another fragment that was asked for over it.
                Ask(fetch);
                continue;
            }

            try
            {
                return stream.ReadReply(fetch.Limit);
            }
            catch (Exception exception) when (IsOld(stream, fetch, exception))
            {
                Drop(fetch);
            }
        }

        return null;
    }

    /// <summary>Whether the peer just closed a stream that was used before: that says nothing, and another is opened.</summary>
    private static bool IsOld(FragmentStream stream, FragmentFetch fetch, Exception exception) =>
        stream.WasUsed && !fetch.IsCancelled && exception is (IOException and not TransferException) or SocketException { SocketErrorCode: not SocketError.TimedOut };

    private static void Use(FragmentFetch fetch, FragmentStream stream)
    {
        if (!fetch.TryUse(stream))
        {
            throw new OperationCanceledException();
        }
    }

    /// <summary>The next reply begins here; but whoever cancelled at the last moment has ended the stream.</summary>
    private void Release(FragmentFetch fetch)
    {
        if (!fetch.TryUse(null))
        {
            Drop(fetch);
        }
    }

    private void Drop(FragmentFetch fetch)
    {
        if (_streams.Remove(fetch.Endpoint, out FragmentStream? stream))
        {
            stream.Dispose();
        }
    }
}
