using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels;
using Autonomys.Gpu.Kernels.Fields;
using Autonomys.Primitives.Pieces;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Launchers;

/// <summary>The device memory of one record beside its tables, 13 MiB, and the page-locked memory of the host that it comes from and goes to.</summary>
internal sealed class RecordBuffers : IDisposable
{
    private const int RecordWords = RecordLayout.RecordSize / sizeof(uint);

    private readonly DeviceMemory _owned;

    /// <exception cref="AcceleratorException">The device has too little memory left.</exception>
    public RecordBuffers(ComputeDevice device)
    {
        using DeviceMemory made = new(device.Accelerator);
        Source = made.Room<uint>(RecordWords);
        Parity = made.Room<uint>(RecordWords);
        Scalars = made.Room<DeviceScalar>(RecordLayout.ChunksPerRecord);
        Invalid = made.Room<int>(1);
        Record = made.Room<uint>(RecordWords);
        Provable = made.Room<uint>(SelectionKernel.WordCount);
        Sums = made.Room<int>(SelectionKernel.Sums);
        Encoded = made.Room<uint>(SelectionKernel.WordCount);
        Kept = made.Room<ushort>(RecordLayout.ChunksPerRecord);
        EncodedCount = made.Room<int>(1);
        Xs = made.Room<uint>((long)RecordLayout.ChunksPerRecord * ProofKernel.Xs);
        HostRecord = made.HostRoom<uint>(RecordWords);
        HostEncoded = made.HostRoom<uint>(SelectionKernel.WordCount);
        HostOverflow = made.HostRoom<int>(1);
        HostInvalid = made.HostRoom<int>(1);
        _owned = made.Keep();
    }

    /// <summary>Device memory that one needs, in bytes.</summary>
    public static long Size { get; } =
        (4L * RecordLayout.RecordSize) + (2L * RecordLayout.SBuckets / 8) + (RecordLayout.ChunksPerRecord * (sizeof(ushort) + ((long)ProofKernel.Xs * sizeof(uint))));

    /// <summary>Source chunks; little-endian words of their bytes, as are the other two.</summary>
    public ArrayView<uint> Source { get; }

    public ArrayView<uint> Parity { get; }

    /// <summary>Room for the source chunks as scalars, which become the parity chunks.</summary>
    public ArrayView<DeviceScalar> Scalars { get; }

    /// <summary>One number: see <see cref="ScalarKernel.FromBytes"/>.</summary>
    public ArrayView<int> Invalid { get; }

    public ArrayView<uint> Record { get; }

    public ArrayView<uint> Provable { get; }

    public ArrayView<int> Sums { get; }

    public ArrayView<uint> Encoded { get; }

    public ArrayView<ushort> Kept { get; }

    public ArrayView<int> EncodedCount { get; }

    public ArrayView<uint> Xs { get; }

    /// <summary>The record on its way in and out.</summary>
    public PageLockedArray1D<uint> HostRecord { get; }

    public PageLockedArray1D<uint> HostEncoded { get; }

    public PageLockedArray1D<int> HostOverflow { get; }

    public PageLockedArray1D<int> HostInvalid { get; }

    public void Dispose() => _owned.Dispose();
}
