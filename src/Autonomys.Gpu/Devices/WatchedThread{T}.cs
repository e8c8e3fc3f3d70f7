using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Autonomys.Farming.Plotting;

namespace Autonomys.Gpu.Devices;

/// <summary>
/// A thread for all that is asked of a driver, and what it opened there. Whoever asks waits no longer than the watchdog allows; a thread that
/// hangs is left behind with the memory it works on.
/// </summary>
/// <typeparam name="T">What it opens; used by this thread only.</typeparam>
internal sealed class WatchedThread<T> : IDisposable
    where T : class, IDisposable
{
    private readonly BlockingCollection<Job> _jobs = new(boundedCapacity: 1);
    private readonly Thread _thread;
    private readonly string _device;
    private readonly string _work;
    private readonly IReadOnlyList<int> _cores;
    private readonly Action _closed;
    private T? _opened;
    private volatile bool _abandoned;

    /// <summary>Starts it, and waits until it has opened what it works with.</summary>
    /// <param name="device">Name of the device, for messages.</param>
    /// <param name="work">What it does, for messages: "a record".</param>
    /// <param name="cores">Where it stays; none to stay where it is.</param>
    /// <param name="open">Done first; what it opens is disposed of at the end, however late that is.</param>
    /// <param name="patience">Longest time to open.</param>
    /// <param name="closed">Done on the thread after that, also when nothing could be opened.</param>
    /// <exception cref="DeviceException">It took longer than <paramref name="patience"/>. What <paramref name="open"/> throws is passed on.</exception>
    public WatchedThread(string device, string work, IReadOnlyList<int> cores, Func<T> open, TimeSpan patience, Action? closed = null)
    {
        _device = device;
        _work = work;
        _cores = cores;
        _closed = closed ?? (() => { });
        _thread = new Thread(Work) { IsBackground = true, Name = $"Work on {device}" };
        _thread.Start();
        try
        {
            Run(() => _opened = open(), patience);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Uses on the thread what it opened, and passes on what that throws. One caller at a time.</summary>
    /// <exception cref="DeviceException">It took longer than <paramref name="patience"/>: the thread does nothing more.</exception>
    public void Run(Action<T> use, TimeSpan patience) => Run(() => use(_opened!), patience);

    /// <summary>Ends the thread, unless it hangs.</summary>
    public void Dispose()
    {
        _jobs.CompleteAdding();
        if (!_abandoned)
        {
            _thread.Join();
            _jobs.Dispose();
        }
    }

    private void Run(Action action, TimeSpan patience)
    {
        Job job = new(action);
        _jobs.Add(job);
        if (!job.Done.Wait(patience))
        {
            _abandoned = true;
            _jobs.CompleteAdding();
            throw new DeviceException(
                DeviceFailure.Hung, $"{_device} did not finish {_work} within {patience.TotalSeconds:F0} s: its driver or the card hangs.");
        }

        job.Error?.Throw();
    }

    private void Work()
    {
        if (_cores.Count > 0)
        {
            // They are among the process's own; should they be taken away in this moment, the thread is only farther from its device.
            ThreadPlacement.SetCores(_cores);
        }

        foreach (Job job in _jobs.GetConsumingEnumerable())
        {
            job.Run();
        }

        // A device that failed cannot free its memory either: that it failed has been told, and nobody waits for this.
        new Job(() => _opened?.Dispose()).Run();
        new Job(_closed).Run();
    }

    private sealed class Job(Action action)
    {
        public ManualResetEventSlim Done { get; } = new();

        public ExceptionDispatchInfo? Error { get; private set; }

        public void Run()
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                // Whatever it is goes to the thread that waits for it.
                Error = ExceptionDispatchInfo.Capture(exception);
            }

            Done.Set();
        }
    }
}
