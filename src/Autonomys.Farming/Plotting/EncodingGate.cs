namespace Autonomys.Farming.Plotting;

/// <summary>
/// Holds encoders between two records while something more urgent, proving before a slot's deadline, needs the processor.
/// </summary>
public sealed class EncodingGate : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private int _pauses;

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
    public void Wait(CancellationToken cancellationToken) => _open.Wait(cancellationToken);

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
