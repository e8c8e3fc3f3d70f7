namespace Autonomys.Farming.Plotting;

/// <summary>
/// Holds encoders between two records, and between the stages of one, while something more urgent, proving before a slot's deadline, needs the processor.
/// </summary>
public sealed class EncodingGate : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private int _pauses;
    private int _waiting;

    /// <summary>Encoders that are being held.</summary>
    internal int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Holds encoders until the result is disposed; pauses may overlap.</summary>
    public IDisposable Pause()
    {
        lock (_lock)
        {
            _pauses++;
            _open.Reset();
        }

        return new PauseScope(this);
    }

    /// <summary>Waits until nobody pauses.</summary>
    public void Wait(CancellationToken cancellationToken)
    {
        if (_open.IsSet)
        {
            return;
        }

        Interlocked.Increment(ref _waiting);
        try
        {
            _open.Wait(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose() => _open.Dispose();

    private void Resume()
    {
        lock (_lock)
        {
            if (--_pauses == 0)
            {
                _open.Set();
            }
        }
    }

    private sealed class PauseScope(EncodingGate gate) : IDisposable
    {
        private EncodingGate? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Resume();
    }
}
