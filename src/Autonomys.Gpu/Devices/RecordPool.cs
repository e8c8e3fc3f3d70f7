using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Gpu.Devices;

/// <summary>
/// Gives each record to a device that has room. Where a device fails, the record goes to another one or the processor, and a device that is
/// lost, hangs or gives wrong bytes gets no more: the sector is right and plotting goes on.
/// </summary>
internal sealed class RecordPool : IDisposable
{
    private readonly RecordPoolOptions _options;
    private readonly CpuEncoders _cpu;
    private readonly Action<string> _warn;
    private readonly List<IRecordDevice> _devices;
    private readonly object _lock = new();
    private readonly Stack<WatchedLane> _free = new();
    private readonly Dictionary<IRecordDevice, int> _lanes = [];
    private long _encoded;

    /// <summary>Opens lanes on all <paramref name="devices"/>, which it owns from then on; those that have no room for one are left out.</summary>
    /// <param name="devices">Already found to work.</param>
    /// <param name="cpu">Owned too.</param>
    /// <param name="options">Validated here.</param>
    /// <param name="warn">Is told of every device that fails.</param>
    public RecordPool(IEnumerable<IRecordDevice> devices, CpuEncoders cpu, RecordPoolOptions options, Action<string> warn)
    {
        options.Validate();
        _options = options;
        _cpu = cpu;
        _warn = warn;
        _devices = [.. devices];
        _devices.ForEach(Open);
    }

    /// <summary>Records that may be in flight: one for each lane, or what the processor does at once when there is none.</summary>
    public int Capacity
    {
        get
        {
            lock (_lock)
            {
                return _lanes.Count > 0 ? _lanes.Values.Sum() : _options.CpuConcurrency;
            }
        }
    }

    /// <summary>Encodes as <see cref="Farming.Plotting.IRecordEncoder.Encode"/> says. Any number of threads.</summary>
    public void Encode(Span<byte> record, PosSeed seed, Span<byte> bitfield, CancellationToken cancellationToken)
    {
        while (Take(cancellationToken) is { } lane)
        {
            if (TryEncode(lane, record, seed, bitfield, cancellationToken))
            {
                return;
            }
        }

        EncodeOnCpu(record, seed, bitfield, cancellationToken);
    }

    public void Dispose()
    {
        while (_free.TryPop(out WatchedLane? lane))
        {
            lane.Dispose();
        }

        foreach (IRecordDevice device in _devices.Where(_lanes.ContainsKey))
        {
            // One that was given up is left to the end of the process: its driver may hang in this as well.
            device.Dispose();
        }

        _cpu.Dispose();
    }

    private void Open(IRecordDevice device)
    {
        int opened = 0;
        _lanes[device] = 0;
        try
        {
            for (; opened < _options.Concurrency; opened++)
            {
                _free.Push(new WatchedLane(device, _options.Patience));
                _lanes[device]++;
            }
        }
        catch (DeviceException exception) when (exception.Failure == DeviceFailure.OutOfMemory && opened > 0)
        {
            _warn($"{exception.Message} It gets {opened} records at once in place of {_options.Concurrency}: set GPU_CONCURRENCY={opened}, or free its memory.");
        }
        catch (DeviceException exception)
        {
            Retire(device, exception);
        }
    }

    /// <summary>A lane that is free, or the first that becomes so; null when there are none any more.</summary>
    private WatchedLane? Take(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_free.TryPop(out WatchedLane? lane))
                {
                    return lane;
                }

                if (_lanes.Count == 0)
                {
                    return null;
                }

                // Only after a device was given up are there fewer lanes than callers. The time is how often the token is looked at.
                Monitor.Wait(_lock, TimeSpan.FromMilliseconds(200));
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void Return(WatchedLane lane)
    {
        lock (_lock)
        {
            if (_lanes.ContainsKey(lane.Device))
            {
                _free.Push(lane);
                Monitor.Pulse(_lock);
                return;
            }
        }

        // Its device was given up meanwhile.
        lane.Dispose();
    }

    private bool TryEncode(WatchedLane lane, Span<byte> record, PosSeed seed, Span<byte> bitfield, CancellationToken cancellationToken)
    {
        bool isBack = false;
        try
        {
            lane.Encode(record, seed);
            if (_options.CheckEvery > 0 && Interlocked.Increment(ref _encoded) % _options.CheckEvery == 0)
            {
                Check(lane, record, seed, cancellationToken);
            }

            lane.EncodedRecord.CopyTo(record);
            lane.Bitfield.CopyTo(bitfield);
            return true;
        }
        catch (DeviceException exception) when (exception.Failure == DeviceFailure.BucketOverflow)
        {
            isBack = true;
            Return(lane);
            EncodeOnCpu(record, seed, bitfield, cancellationToken);
            return true;
        }
        catch (DeviceException exception)
        {
            isBack = true;
            Retire(lane.Device, exception);
            lane.Dispose();
            return false;
        }
        finally
        {
            if (!isBack)
            {
                Return(lane);
            }
        }
    }

    /// <exception cref="DeviceException">The processor gets other bytes.</exception>
    private void Check(WatchedLane lane, ReadOnlySpan<byte> record, PosSeed seed, CancellationToken cancellationToken)
    {
        byte[] expected = record.ToArray();
        byte[] expectedBitfield = new byte[SectorLayout.BitfieldSize];
        EncodeOnCpu(expected, seed, expectedBitfield, cancellationToken);
        if (!lane.EncodedRecord.SequenceEqual(expected) || !lane.Bitfield.SequenceEqual(expectedBitfield))
        {
            throw new DeviceException(
                DeviceFailure.Wrong,
                $"{lane.DeviceName} encoded a record (seed {seed}) differently from the processor. Sectors that it made before may hold more such records: "
                + "check them with 'scrub' and their memory, clocks and cooling with the vendor's tools.");
        }
    }

    private void EncodeOnCpu(Span<byte> record, PosSeed seed, Span<byte> bitfield, CancellationToken cancellationToken)
    {
        // Spans do not go into lambdas; a copy of 1 MiB is nothing beside the encoding.
        byte[] copy = record.ToArray();
        byte[] copyOfBitfield = new byte[bitfield.Length];
        _cpu.Use(encoder => encoder.Encode(copy, seed, copyOfBitfield, cancellationToken), cancellationToken);
        copy.CopyTo(record);
        copyOfBitfield.CopyTo(bitfield);
    }

    /// <summary>Gives a device up: its lanes get no more records, and those who wait look again.</summary>
    private void Retire(IRecordDevice device, DeviceException why)
    {
        List<WatchedLane> idle = [];
        int others;
        lock (_lock)
        {
            if (!_lanes.Remove(device))
            {
                return;
            }

            WatchedLane[] free = [.. _free];
            _free.Clear();
            foreach (WatchedLane lane in free.Reverse())
            {
                if (lane.Device == device)
                {
                    idle.Add(lane);
                }
                else
                {
                    _free.Push(lane);
                }
            }

            // Lanes that are at work go when they come back.
            others = _lanes.Count;
            Monitor.PulseAll(_lock);
        }

        string rest = others == 0 ? "Plotting goes on on the processor." : $"Plotting goes on on the other devices ({others}).";
        _warn($"{why.Message} It gets no more records. {rest} {DeviceRules.HowToGetItBack}");

        // The driver of a device that fails may hang in anything that is asked of it: nobody waits for that.
        Thread ending = new(() =>
        {
            foreach (WatchedLane lane in idle)
            {
                lane.Dispose();
            }
        })
        { IsBackground = true, Name = $"Giving up {device.Name}" };
        ending.Start();
    }
}
