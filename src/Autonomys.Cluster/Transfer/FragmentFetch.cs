using Autonomys.Primitives.Hashing;

namespace Autonomys.Cluster.Transfer;

/// <summary>A fragment that is asked for. It ends once, and nobody writes into its memory afterwards.</summary>
/// <param name="endpoint">Of the peer.</param>
/// <param name="address">Which.</param>
/// <param name="body">Where it goes; as many bytes as it has.</param>
/// <param name="limit">Time for it, from when its turn has come.</param>
internal sealed class FragmentFetch(string endpoint, FragmentAddress address, Memory<byte> body, TimeSpan limit)
{
    // What follows goes on in the thread that has read it: usually that is the next request, and no other thread has to be woken for it.
    // What computes for seconds after it has threads of its own: EncodingRun for records, Task.Run for a piece that is made again.
    private readonly TaskCompletionSource<Blake3Hash?> _ended = new();
    private readonly Lock _lock = new();
    private FragmentStream? _stream;
    private bool _isCancelled;
    private bool _isTaken;

    public string Endpoint => endpoint;

    public FragmentAddress Address => address;

    public Memory<byte> Body => body;

    public TimeSpan Limit => limit;

    /// <summary>The BLAKE3 of the fragment; null when the peer has no streams.</summary>
    public Task<Blake3Hash?> Ended => _ended.Task;

    /// <summary>Waits, and cancels it with the token.</summary>
    /// <remarks>Nothing writes into the memory any more when the task has ended, however it did.</remarks>
    /// <exception cref="TransferException">The peer does not have it, or sends something else.</exception>
    /// <exception cref="IOException">The connection ended, or there is none.</exception>
    public async Task<Blake3Hash?> WaitAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration cancelled = cancellationToken.UnsafeRegister(static one => ((FragmentFetch)one!).Cancel(), this);
        return await Ended.ConfigureAwait(false);
    }

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
