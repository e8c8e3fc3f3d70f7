using System.Runtime.InteropServices;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Kzg;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels.Fields;
using Autonomys.Gpu.Launchers;
using Autonomys.Primitives.Pieces;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Proving;

/// <summary>
/// Commitments to records, made on a device on a stream of their own: while one is summed up, which leaves most of a device idle, another may
/// be on its way there. One caller at a time.
/// </summary>
internal sealed class GpuCommitments : ICommitmentLane
{
    private const int LogCount = 15;
    private const int RecordWords = RecordLayout.RecordSize / sizeof(uint);

    private readonly Accelerator _accelerator;
    private readonly DeviceMemory _owned;
    private readonly ScalarTables _scalarTables;
    private readonly PointTables _pointTables;
    private readonly AcceleratorStream _stream;
    private readonly FftLauncher _fft;
    private readonly MsmLauncher _msm;
    private readonly PageLockedArray1D<uint> _hostRecord;
    private readonly PageLockedArray1D<int> _hostInvalid;
    private readonly ArrayView<uint> _bytes;
    private readonly ArrayView<DeviceScalar> _scalars;
    private readonly ArrayView<DeviceScalar> _inverseOfSize;
    private readonly ArrayView<int> _invalid;

    /// <param name="device">The device.</param>
    /// <param name="kzg">The chain's parameters.</param>
    /// <param name="first">Another one on this device, with these parameters, that lives longer: its tables are used.</param>
    /// <exception cref="AcceleratorException">The device has too little memory left, or does not answer.</exception>
    public GpuCommitments(ComputeDevice device, Kzg kzg, GpuCommitments? first = null)
    {
        _accelerator = device.Accelerator;
        _accelerator.Bind();
        using DeviceMemory made = new(_accelerator);
        _scalarTables = first?._scalarTables ?? made.Add(new ScalarTables(device));
        _pointTables = first?._pointTables ?? made.Add(new PointTables(device, kzg.Tables(Environment.ProcessorCount, CancellationToken.None)));
        _stream = made.Add(_accelerator.CreateStream());
        _fft = new FftLauncher(device, _scalarTables);
        _msm = made.Add(new MsmLauncher(device, _pointTables));
        _hostRecord = made.HostRoom<uint>(RecordWords);
        _hostInvalid = made.HostRoom<int>(1);
        _bytes = made.Room<uint>(RecordWords);
        _scalars = made.Room<DeviceScalar>(RecordLayout.ChunksPerRecord);
        _invalid = made.Room<int>(1);

        // A factor that is the same for all coefficients.
        _inverseOfSize = made.Copy(ScalarTables.AsDevice([Scalar.FromUInt64(RecordLayout.ChunksPerRecord).Invert()]));
        _owned = made.Keep();
    }

    /// <summary>Device memory that so many need, in bytes: tables for all, and for each its record, its digits and its buckets.</summary>
    public static long SizeFor(int count) => (52L + (14L * count)) << 20;

    public G1Affine? Commit(ReadOnlySpan<byte> record)
    {
        if (record.Length != RecordLayout.RecordSize)
        {
            throw new ArgumentException($"A record has {RecordLayout.RecordSize} bytes, not {record.Length}.", nameof(record));
        }

        _accelerator.Bind();
        record.CopyTo(MemoryMarshal.AsBytes(_hostRecord.Span));
        _bytes.CopyFromPageLockedAsync(_stream, _hostRecord);
        _invalid.MemSetToZero(_stream);
        _fft.FromBytes(_stream, _bytes, _scalars, _invalid);
        _invalid.CopyToPageLockedAsync(_stream, _hostInvalid);
        _fft.Inverse(_stream, _scalars, LogCount, _inverseOfSize);

        // What is no scalar is summed all the same, as another one: rare, and not worth a wait for each record.
        G1Affine commitment = _msm.Multiply(_stream, _scalars, isBitReversed: true).ToAffine();
        return _hostInvalid.Span[0] == 0 ? commitment : null;
    }

    public void Dispose() => _owned.Dispose();
}
