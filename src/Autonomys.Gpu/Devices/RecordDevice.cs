using Autonomys.Gpu.Launchers;
using Autonomys.Primitives.Sectors;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Devices;

/// <summary>An accelerator as a device that encodes records. Owns it.</summary>
internal sealed class RecordDevice(ComputeDevice device, int k) : IRecordDevice
{
    private readonly Lock _lock = new();
    private ScalarTables? _scalarTables;

    public string Name => device.Name;

    public IReadOnlyList<int> Cores => device.Cores;

    private ComputeDevice Device => device;

    private Accelerator Accelerator => device.Accelerator;

    private int K => k;

    public IRecordLane OpenLane() => new Lane(this);

    public void Dispose()
    {
        _scalarTables?.Dispose();
        device.Dispose();
    }

    /// <summary>Made by the first lane, for all.</summary>
    private ScalarTables Tables()
    {
        lock (_lock)
        {
            return _scalarTables ??= new ScalarTables(device);
        }
    }

    private DeviceException Failed(AcceleratorException exception) => DeviceException.Of(Name, "a record", RecordLauncher.SizeFor(k), exception);

    /// <summary>A launcher, opened by the thread that uses it: what a driver calls current is the thread's.</summary>
    private sealed class Lane : IRecordLane
    {
        private readonly RecordDevice _owner;
        private readonly RecordLauncher _launcher;

        public Lane(RecordDevice owner)
        {
            _owner = owner;
            try
            {
                owner.Accelerator.Bind();
                _launcher = new RecordLauncher(owner.Device, owner.K, owner.Tables());
            }
            catch (AcceleratorException exception)
            {
                throw owner.Failed(exception);
            }
        }

        public void Encode(ReadOnlySpan<byte> record, PosSeed seed, Span<byte> encodedRecord, Span<byte> bitfield)
        {
            try
            {
                if (!_launcher.TryEncode(record, seed, encodedRecord, bitfield))
                {
                    throw new DeviceException(DeviceFailure.BucketOverflow, $"A table of seed {seed} has a bucket of more than {Kernels.TableRules.BucketRoom} entries.");
                }
            }
            catch (AcceleratorException exception)
            {
                throw _owner.Failed(exception);
            }
        }

        public void Dispose() => _launcher.Dispose();
    }
}
