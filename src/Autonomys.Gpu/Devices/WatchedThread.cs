using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Autonomys.Farming.Plotting;

namespace Autonomys.Gpu.Devices;

/// <summary>
/// A thread for all that is asked of a driver. Whoever asks waits no longer than the watchdog allows; a thread that hangs is left behind with
/// the memory it works on.
/// </summary>
internal sealed class WatchedThread : IDisposable
{
    private readonly BlockingCollection<Job> _jobs = new(boundedCapacity: 1);
    private readonly Thread _thread;
    private readonly string _device;
    private readonly string _work;
    private readonly IReadOnlyList<int> _cores;
    private readonly Action _closing;
    private volatile bool _abandoned;

    /// <param name="device">Name of the device, for messages.</param>
    /// <param name="work">What it does, for messages: "a record".</param>
    /// <param name="cores">Where it stays; none to stay where it is.</param>
    /// <param name="closing">Done on the thread at its end, however late that is; what goes wrong there is nobody's concern.</param>
    public WatchedThread(string device, string work, IReadOnlyList<int> cores, Action closing)
    {
        _device = device;
        _work = work;
        _cores = cores;
        _closing = closing;
        _thread = new Thread(Work) { IsBackground = true, Name = $"Work on {device}" };
        _thread.Start();
    }

    /// <summary>Does something on the thread, and passes on what it throws. One caller at a time.</summary>
    /// <exception cref="DeviceException">It took longer than <paramref name="patience"/>: the thread does nothing more.</exception>
    public void Run(Action action, TimeSpan patience)
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
        new Job(_closing).Run();
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
