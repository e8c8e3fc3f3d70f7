using Autonomys.Farming.Plotting;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Gpu.Devices;

/// <summary>Encodes records on whatever device of the pool has room. Its thread only waits; the last encoder to be disposed takes the pool along.</summary>
internal sealed class GpuRecordEncoder(SharedPool shared) : IRecordEncoder
{
    private SharedPool? _shared = shared;

    public void Encode(Span<byte> record, PosSeed seed, Span<byte> bitfield, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_shared is null, this);
        ArgumentOutOfRangeException.ThrowIfNotEqual(record.Length, RecordLayout.RecordSize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(bitfield.Length, SectorLayout.BitfieldSize);
        cancellationToken.ThrowIfCancellationRequested();
        _shared.Pool.Encode(record, seed, bitfield, cancellationToken);
    }

    public void Dispose() => Interlocked.Exchange(ref _shared, null)?.Release();
}
