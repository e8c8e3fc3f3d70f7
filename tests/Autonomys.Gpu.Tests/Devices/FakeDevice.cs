using Autonomys.Gpu.Devices;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Gpu.Tests.Devices;

/// <summary>A device that does with each record what it is told: "encoding" inverts the first byte.</summary>
internal sealed class FakeDevice(string name) : IRecordDevice
{
    private int _encoded;

    public string Name => name;

    public IReadOnlyList<int> Cores { get; init; } = [];

    /// <summary>Lanes that it has memory for.</summary>
    public int Room { get; init; } = int.MaxValue;

    /// <summary>What happens in place of encoding, by the number of the record from 1; null to encode.</summary>
    public Func<int, DeviceException?> Fails { get; init; } = _ => null;

    /// <summary>Called before each record is encoded.</summary>
    public Action Encoding { get; init; } = () => { };

    public byte Mask { get; init; } = 0xFF;

    /// <summary>Whether closing a lane fails, as it does on a device that is lost.</summary>
    public bool CannotClose { get; init; }

    public int Encoded => _encoded;

    public int OpenLanes { get; private set; }

    public bool IsDisposed { get; private set; }

    public IRecordLane OpenLane()
    {
        if (OpenLanes == Room)
        {
            throw new DeviceException(DeviceFailure.OutOfMemory, $"{name} has no memory left.");
        }

        OpenLanes++;
        return new Lane(this);
    }

    public void Dispose() => IsDisposed = true;

    private sealed class Lane(FakeDevice device) : IRecordLane
    {
        public void Encode(ReadOnlySpan<byte> record, PosSeed seed, Span<byte> encodedRecord, Span<byte> bitfield)
        {
            int number = Interlocked.Increment(ref device._encoded);
            device.Encoding();
            if (device.Fails(number) is { } failure)
            {
                // Half-written, as a real one leaves it.
                encodedRecord.Fill(0xEE);
                throw failure;
            }

            record.CopyTo(encodedRecord);
            encodedRecord[0] ^= device.Mask;
            bitfield.Fill(device.Mask);
        }

        public void Dispose()
        {
            device.OpenLanes--;
            if (device.CannotClose)
            {
                throw new DeviceException(DeviceFailure.Lost, $"{device.Name} cannot free its memory.");
            }
        }
    }
}
