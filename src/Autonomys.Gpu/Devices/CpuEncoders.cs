using Autonomys.Farming.Plotting;

namespace Autonomys.Gpu.Devices;

/// <summary>Encoders of the processor, made when one is needed first, and lent to one caller at a time.</summary>
internal sealed class CpuEncoders(Func<IRecordEncoder> make, int limit) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(limit);
    private readonly Stack<IRecordEncoder> _idle = new();
    private readonly Lock _lock = new();

    /// <summary>Calls <paramref name="use"/> with an encoder, when one is free.</summary>
    public void Use(Action<IRecordEncoder> use, CancellationToken cancellationToken)
    {
        _turns.Wait(cancellationToken);
        IRecordEncoder? encoder = null;
        try
        {
            lock (_lock)
            {
                _idle.TryPop(out encoder);
            }

            encoder ??= make();
            use(encoder);
        }
        finally
        {
            lock (_lock)
            {
                if (encoder is not null)
                {
                    _idle.Push(encoder);
                }
            }

            _turns.Release();
        }
    }

    public void Dispose()
    {
        foreach (IRecordEncoder encoder in _idle)
        {
            encoder.Dispose();
        }

        _idle.Clear();
        _turns.Dispose();
    }
}
