using Autonomys.Primitives.Sectors;

namespace Autonomys.Gpu.Devices;

/// <summary>Room for one record on a device. Used by one thread, always the same one.</summary>
internal interface IRecordLane : IDisposable
{
    /// <summary>Encodes a record of 1 MiB into another 1 MiB and a bitfield of 8 KiB.</summary>
    /// <exception cref="DeviceException">It could not; nothing that was written counts.</exception>
    /// <exception cref="ArgumentException">A chunk is not below the group order.</exception>
    void Encode(ReadOnlySpan<byte> record, PosSeed seed, Span<byte> encodedRecord, Span<byte> bitfield);
}
