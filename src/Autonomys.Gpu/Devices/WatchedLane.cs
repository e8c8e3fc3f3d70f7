using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Gpu.Devices;

/// <summary>A lane for records on a thread of its own that is watched: nothing that a thread left behind may still write reaches anybody.</summary>
internal sealed class WatchedLane : IDisposable
{
    private readonly TimeSpan _patience;
    private readonly WatchedThread<IRecordLane> _thread;
    private readonly byte[] _record = new byte[RecordLayout.RecordSize];
    private readonly byte[] _encodedRecord = new byte[RecordLayout.RecordSize];
    private readonly byte[] _bitfield = new byte[SectorLayout.BitfieldSize];

    /// <summary>Opens a lane of <paramref name="device"/>.</summary>
    /// <exception cref="DeviceException">The device has no room for it, or does not answer within <paramref name="patience"/>.</exception>
    public WatchedLane(IRecordDevice device, TimeSpan patience)
    {
        Device = device;
        _patience = patience;
        _thread = new WatchedThread<IRecordLane>(device.Name, "a record", device.Cores, device.OpenLane, patience);
    }

    public string DeviceName => Device.Name;

    public IRecordDevice Device { get; }

    public ReadOnlySpan<byte> EncodedRecord => _encodedRecord;

    public ReadOnlySpan<byte> Bitfield => _bitfield;

    /// <summary>Encodes into <see cref="EncodedRecord"/> and <see cref="Bitfield"/>.</summary>
    /// <exception cref="DeviceException">The device failed, or took too long: then the lane can do nothing more.</exception>
    public void Encode(ReadOnlySpan<byte> record, PosSeed seed)
    {
        record.CopyTo(_record);
        _thread.Run(lane => lane.Encode(_record, seed, _encodedRecord, _bitfield), _patience);
    }

    /// <summary>Ends the thread, unless it hangs.</summary>
    public void Dispose() => _thread.Dispose();
}
