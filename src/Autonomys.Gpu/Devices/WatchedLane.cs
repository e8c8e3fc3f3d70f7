using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Gpu.Devices;

/// <summary>
/// A lane on a thread of its own. Whoever asks waits no longer than the watchdog allows; a thread that hangs in the driver is left behind with
/// the memory it works on, and nothing that it may still write reaches anybody.
/// </summary>
internal sealed class WatchedLane : IDisposable
{
    private readonly BlockingCollection<Job> _jobs = new(boundedCapacity: 1);
    private readonly TimeSpan _patience;
    private readonly Thread _thread;
    private readonly IRecordDevice _device;
    private readonly byte[] _record = new byte[RecordLayout.RecordSize];
    private readonly byte[] _encodedRecord = new byte[RecordLayout.RecordSize];
    private readonly byte[] _bitfield = new byte[SectorLayout.BitfieldSize];
    private volatile bool _abandoned;

    /// <summary>Opens a lane of <paramref name="device"/>.</summary>
    /// <exception cref="DeviceException">The device has no room for it, or does not answer within <paramref name="patience"/>.</exception>
    public WatchedLane(IRecordDevice device, TimeSpan patience)
    {
        _device = device;
        _patience = patience;
        Job opening = new(null);
        _thread = new Thread(() => Work(opening)) { IsBackground = true, Name = $"Records on {device.Name}" };
        _thread.Start();
        Wait(opening);
    }

    public string DeviceName => _device.Name;

    public IRecordDevice Device => _device;

    /// <summary>Encodes into <see cref="EncodedRecord"/> and <see cref="Bitfield"/>.</summary>
    /// <exception cref="DeviceException">The device failed, or took too long: then the lane can do nothing more.</exception>
    public void Encode(ReadOnlySpan<byte> record, PosSeed seed)
    {
        record.CopyTo(_record);
        Job job = new(seed);
        _jobs.Add(job);
        Wait(job);
    }

    public ReadOnlySpan<byte> EncodedRecord => _encodedRecord;

    public ReadOnlySpan<byte> Bitfield => _bitfield;

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

    private void Wait(Job job)
    {
        if (!job.Done.Wait(_patience))
        {
            _abandoned = true;
            _jobs.CompleteAdding();
            throw new DeviceException(
                DeviceFailure.Hung, $"{_device.Name} did not finish a record within {_patience.TotalSeconds:F0} s: its driver or the card hangs.");
        }

        job.Error?.Throw();
    }

    private void Work(Job opening)
    {
        IRecordLane? lane = null;
        Run(opening, () => lane = _device.OpenLane());
        if (lane is null)
        {
            return;
        }

        foreach (Job job in _jobs.GetConsumingEnumerable())
        {
            Run(job, () => lane.Encode(_record, job.Seed!.Value, _encodedRecord, _bitfield));
        }

        // A device that failed cannot free its memory either: that it failed has been told, and nobody waits for this.
        Run(new Job(null), lane.Dispose);
    }

    private static void Run(Job job, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            // Whatever it is goes to the thread that waits for it.
            job.Error = ExceptionDispatchInfo.Capture(exception);
        }

        job.Done.Set();
    }

    private sealed class Job(PosSeed? seed)
    {
        public PosSeed? Seed { get; } = seed;

        public ManualResetEventSlim Done { get; } = new();

        public ExceptionDispatchInfo? Error { get; set; }
    }
}
