using Autonomys.Primitives.Hashing;

namespace Autonomys.Cluster.Transfer;

/// <summary>A fragment that is asked for. It ends once, and nobody writes into its memory afterwards.</summary>
/// <param name="address">Which.</param>
/// <param name="body">Where it goes; as many bytes as it has.</param>
internal sealed class FragmentFetch(FragmentAddress address, Memory<byte> body)
{
    // What follows goes on in the thread that has read it: usually that is the next request, and no other thread has to be woken for it.
    // What computes for seconds after it has threads of its own: EncodingRun for records, Task.Run for a piece that is made again.
    private readonly TaskCompletionSource<Blake3Hash?> _ended = new();
    private readonly Lock _lock = new();
    private FragmentStream? _stream;
    private bool _isCancelled;
    private bool _isTaken;

    public FragmentAddress Address => address;

    public Memory<byte> Body => body;

    /// <summary>The BLAKE3 of the fragment; null when the peer has no streams.</summary>
    public Task<Blake3Hash?> Ended => _ended.Task;

    public bool IsCancelled
    {
        get
        {
            lock (_lock)
            {
                return _isCancelled;
            }
        }
    }

    /// <summary>Ends it at once while nobody has taken it; else the stream that it is read from, and so it.</summary>
    public void Cancel()
    {
        FragmentStream? stream;
        lock (_lock)
        {
            _isCancelled = true;
            stream = _stream;
            if (_isTaken && stream is null)
            {
                // Between streams: whoever has it looks.
                return;
            }
        }

        if (stream is not null)
        {
            stream.Dispose();
        }
        else
        {
            _ended.TrySetCanceled();
        }
    }

    /// <summary>Takes it to read it; false when it was cancelled before.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            _isTaken = true;
            return !_isCancelled;
        }
    }

    /// <summary>Says what it is read from; false when it was cancelled before.</summary>
    public bool TryUse(FragmentStream? stream)
    {
        lock (_lock)
        {
            _stream = stream;
            return !_isCancelled;
        }
    }

    public void End(Blake3Hash? hash) => _ended.TrySetResult(hash);

    public void Fail(Exception exception)
    {
        if (IsCancelled)
        {
            _ended.TrySetCanceled();
        }
        else
        {
            _ended.TrySetException(exception);
        }
    }
}
