using System.Runtime.InteropServices;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Kzg;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels.Fields;
using Autonomys.Gpu.Launchers;
using Autonomys.Primitives.Pieces;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Proving;

/// <summary>Commitments to records, made on a device. One caller at a time.</summary>
internal sealed class GpuCommitments : IDisposable
{
    private const int LogCount = 15;

    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _stream;
    private readonly ScalarTables _tables;
    private readonly FftLauncher _fft;
    private readonly MsmLauncher _msm;
    private readonly MemoryBuffer1D<uint, Stride1D.Dense> _bytes;
    private readonly MemoryBuffer1D<DeviceScalar, Stride1D.Dense> _scalars;
    private readonly MemoryBuffer1D<DeviceScalar, Stride1D.Dense> _inverseOfSize;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _invalid;

    public GpuCommitments(ComputeDevice device, Kzg kzg, CancellationToken cancellationToken = default)
    {
        _accelerator = device.Accelerator;
        _accelerator.Bind();
        _stream = _accelerator.CreateStream();
        _tables = new ScalarTables(device);
        _fft = new FftLauncher(device, _tables);
        _msm = new MsmLauncher(device, kzg.Tables(Environment.ProcessorCount, cancellationToken));
        _bytes = _accelerator.Allocate1D<uint>(RecordLayout.RecordSize / sizeof(uint));
        _scalars = _accelerator.Allocate1D<DeviceScalar>(RecordLayout.ChunksPerRecord);
        _invalid = _accelerator.Allocate1D<int>(1);

        // A factor that is the same for all coefficients.
        Cryptography.Bls12381.Fields.Scalar inverse = Cryptography.Bls12381.Fields.Scalar.FromUInt64(RecordLayout.ChunksPerRecord).Invert();
        _inverseOfSize = _accelerator.Allocate1D(ScalarTables.AsDevice([inverse]));
    }

    /// <summary>Device memory that one needs, in bytes: the points' tables and what a sum takes.</summary>
    public static long Size => 68L << 20;

    /// <summary>The commitment to a record, as <c>Kzg.Commit</c> of its polynomial; null when a chunk is not below the group order.</summary>
    /// <param name="record">1 MiB, scalars big-endian.</param>
    /// <exception cref="ArgumentException">The length is another one.</exception>
    /// <exception cref="AcceleratorException">The device failed.</exception>
    public G1Affine? Commit(ReadOnlySpan<byte> record)
    {
        if (record.Length != RecordLayout.RecordSize)
        {
            throw new ArgumentException($"A record has {RecordLayout.RecordSize} bytes, not {record.Length}.", nameof(record));
        }

        _accelerator.Bind();
        int[] invalid = new int[1];
        _bytes.View.CopyFromCPU(_stream, MemoryMarshal.Cast<byte, uint>(record).ToArray());
        _invalid.MemSetToZero(_stream);
        _fft.FromBytes(_stream, _bytes.View, _scalars.View, _invalid.View);
        _invalid.View.CopyToCPU(_stream, invalid);
        _stream.Synchronize();
        if (invalid[0] != 0)
        {
            return null;
        }

        _fft.Inverse(_stream, _scalars.View, LogCount, _inverseOfSize.View);
        return _msm.Multiply(_stream, _scalars.View, isBitReversed: true).ToAffine();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _bytes.Dispose();
        _scalars.Dispose();
        _invalid.Dispose();
        _inverseOfSize.Dispose();
        _msm.Dispose();
        _tables.Dispose();
    }
}
