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

    private readonly MemoryBuffer1D<uint, Stride1D.Dense> _source;
    private readonly MemoryBuffer1D<uint, Stride1D.Dense> _parity;
    private readonly MemoryBuffer1D<DeviceScalar, Stride1D.Dense> _scalars;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _invalid;
    private readonly MemoryBuffer1D<uint, Stride1D.Dense> _record;
    private readonly MemoryBuffer1D<uint, Stride1D.Dense> _provable;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _sums;
    private readonly MemoryBuffer1D<uint, Stride1D.Dense> _encoded;
    private readonly MemoryBuffer1D<ushort, Stride1D.Dense> _kept;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _encodedCount;
    private readonly MemoryBuffer1D<uint, Stride1D.Dense> _xs;

    /// <exception cref="AcceleratorException">The device has too little memory left.</exception>
    public RecordBuffers(ComputeDevice device)
    {
        using PartialBuffers made = new();
        Accelerator accelerator = device.Accelerator;
        _source = made.Add(accelerator.Allocate1D<uint>(RecordWords));
        _parity = made.Add(accelerator.Allocate1D<uint>(RecordWords));
        _scalars = made.Add(accelerator.Allocate1D<DeviceScalar>(RecordLayout.ChunksPerRecord));
        _invalid = made.Add(accelerator.Allocate1D<int>(1));
        _record = made.Add(accelerator.Allocate1D<uint>(RecordWords));
        _provable = made.Add(accelerator.Allocate1D<uint>(SelectionKernel.WordCount));
        _sums = made.Add(accelerator.Allocate1D<int>(SelectionKernel.Sums));
        _encoded = made.Add(accelerator.Allocate1D<uint>(SelectionKernel.WordCount));
        _kept = made.Add(accelerator.Allocate1D<ushort>(RecordLayout.ChunksPerRecord));
        _encodedCount = made.Add(accelerator.Allocate1D<int>(1));
        _xs = made.Add(accelerator.Allocate1D<uint>((long)RecordLayout.ChunksPerRecord * ProofKernel.Xs));
        HostRecord = made.Add(accelerator.AllocatePageLocked1D<uint>(RecordWords));
        HostEncoded = made.Add(accelerator.AllocatePageLocked1D<uint>(SelectionKernel.WordCount));
        HostOverflow = made.Add(accelerator.AllocatePageLocked1D<int>(1));
        HostInvalid = made.Add(accelerator.AllocatePageLocked1D<int>(1));
        made.Keep();
    }

    /// <summary>Device memory that one needs, in bytes.</summary>
    public static long Size { get; } =
        (4L * RecordLayout.RecordSize) + (2L * RecordLayout.SBuckets / 8) + (RecordLayout.ChunksPerRecord * (sizeof(ushort) + ((long)ProofKernel.Xs * sizeof(uint))));

    /// <summary>Source chunks; little-endian words of their bytes, as are the other two.</summary>
    public ArrayView<uint> Source => _source.View;

    public ArrayView<uint> Parity => _parity.View;

    /// <summary>Room for the source chunks as scalars, which become the parity chunks.</summary>
    public ArrayView<DeviceScalar> Scalars => _scalars.View;

    /// <summary>One number: see <see cref="ScalarKernel.FromBytes"/>.</summary>
    public ArrayView<int> Invalid => _invalid.View;

    public ArrayView<uint> Record => _record.View;

    public ArrayView<uint> Provable => _provable.View;

    public ArrayView<int> Sums => _sums.View;

    public ArrayView<uint> Encoded => _encoded.View;

    public ArrayView<ushort> Kept => _kept.View;

    public ArrayView<int> EncodedCount => _encodedCount.View;

    public ArrayView<uint> Xs => _xs.View;

    /// <summary>The record on its way in and out.</summary>
    public PageLockedArray1D<uint> HostRecord { get; }

    public PageLockedArray1D<uint> HostEncoded { get; }

    public PageLockedArray1D<int> HostOverflow { get; }

    public PageLockedArray1D<int> HostInvalid { get; }

    public void Dispose()
    {
        _source.Dispose();
        _parity.Dispose();
        _scalars.Dispose();
        _invalid.Dispose();
        _record.Dispose();
        _provable.Dispose();
        _sums.Dispose();
        _encoded.Dispose();
        _kept.Dispose();
        _encodedCount.Dispose();
        _xs.Dispose();
        HostRecord.Dispose();
        HostEncoded.Dispose();
        HostOverflow.Dispose();
        HostInvalid.Dispose();
    }
}
