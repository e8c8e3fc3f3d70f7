using System.Runtime.InteropServices;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Launchers;

/// <summary>
/// Encodes records on a device, one at a time: a stream, its buffers, and the stages of a record in their order. The record's 1 MiB and the
/// seed go to the device; the encoded record, its bitfield and two numbers that tell whether they count come back.
/// </summary>
internal sealed class RecordLauncher : IDisposable
{
    private const int LogChunks = 15;

    private readonly ComputeDevice _device;
    private readonly DeviceMemory _owned;
    private readonly AcceleratorStream _stream;
    private readonly TableBuffers _tables;
    private readonly RecordBuffers _buffers;
    private readonly TableLauncher _tableLauncher;
    private readonly FftLauncher _fft;
    private readonly TableKernels _kernels;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<uint>, ArrayView<uint>, ArrayView<int>> _mark;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<uint>, ArrayView<int>, ArrayView<uint>, ArrayView<ushort>, ArrayView<int>> _list;

    /// <param name="device">The device.</param>
    /// <param name="k">Of the tables.</param>
    /// <param name="scalarTables">Those of the device, for all of its launchers.</param>
    /// <exception cref="AcceleratorException">The device has too little memory left, or does not answer.</exception>
    public RecordLauncher(ComputeDevice device, int k, ScalarTables scalarTables)
    {
        _device = device;
        _fft = new FftLauncher(device, scalarTables);
        Accelerator accelerator = device.Accelerator;
        _kernels = TableKernels.Load(accelerator, k);
        _mark = accelerator.LoadKernel<ArrayView<uint>, ArrayView<uint>, ArrayView<int>>(SelectionKernel.Mark);
        _list = accelerator.LoadKernel<ArrayView<uint>, ArrayView<int>, ArrayView<uint>, ArrayView<ushort>, ArrayView<int>>(SelectionKernel.List);
        using DeviceMemory made = new(accelerator);
        _stream = made.Add(accelerator.CreateStream());
        _tableLauncher = made.Add(new TableLauncher(device, k));
        _tables = made.Add(new TableBuffers(device, k));
        _buffers = made.Add(new RecordBuffers(device));
        _owned = made.Keep();
    }

    /// <summary>Device memory that one needs, in bytes.</summary>
    public static long SizeFor(int k) => TableBuffers.SizeFor(k) + RecordBuffers.Size;

    /// <summary>Encodes <paramref name="record"/> as <see cref="Farming.Plotting.IRecordEncoder"/> says, but into another place.</summary>
    /// <returns>False, with nothing written, when a bucket had more entries than it keeps: which ones it keeps is for the processor to say.</returns>
    /// <exception cref="ArgumentException">A chunk is not below the group order.</exception>
    /// <exception cref="AcceleratorException">The device failed.</exception>
    public bool TryEncode(ReadOnlySpan<byte> record, PosSeed seed, Span<byte> encodedRecord, Span<byte> bitfield)
    {
        record.CopyTo(MemoryMarshal.AsBytes(_buffers.HostRecord.Span));
        _buffers.Source.CopyFromPageLockedAsync(_stream, _buffers.HostRecord);
        _buffers.Invalid.MemSetToZero(_stream);
        _fft.Extend(_stream, _buffers.Source, _buffers.Parity, _buffers.Scalars, LogChunks, _buffers.Invalid);
        _tableLauncher.Make(_stream, seed, _tables);
        EmitRecord();
        return TryRead(encodedRecord, bitfield);
    }

    /// <summary>Queues the tables of a seed alone, and waits for them; to time them.</summary>
    public void MakeTables(PosSeed seed)
    {
        _tableLauncher.Make(_stream, seed, _tables);
        _stream.Synchronize();
    }

    /// <summary>Whether each s-bucket has a proof in the tables that were made last.</summary>
    public bool[] Provable()
    {
        uint[] first = new uint[RecordLayout.SBuckets];
        _tables.First.CopyToCPU(_stream, first);
        _stream.Synchronize();
        return Array.ConvertAll(first, entry => entry != SelectionKernel.Absent);
    }

    /// <summary>Queues what follows tables and parity chunks: selection, proofs, hashes and masks.</summary>
    public void EmitRecord()
    {
        _buffers.Sums.MemSetToZero(_stream);
        _mark(_stream, _device.ForItems(SelectionKernel.WordCount), _tables.First, _buffers.Provable, _buffers.Sums);
        _list(_stream, _device.ForItems(SelectionKernel.WordCount), _buffers.Provable, _buffers.Sums, _buffers.Encoded, _buffers.Kept, _buffers.EncodedCount);
        _kernels.Walk(
            _stream,
            _device.ForItems((long)RecordLayout.ChunksPerRecord * ProofKernel.Xs / 2),
            _tables.First,
            _buffers.Kept,
            _buffers.EncodedCount,
            _tables.BackPointers,
            _tables.EntriesPerTable,
            _buffers.Xs);
        _kernels.Emit(
            _stream,
            _device.ForItems(RecordLayout.ChunksPerRecord),
            _buffers.Xs,
            _buffers.Kept,
            _buffers.EncodedCount,
            _buffers.Source,
            _buffers.Parity,
            _buffers.Record);
    }

    /// <summary>Waits, and reads what was emitted; as <see cref="TryEncode"/>.</summary>
    public bool TryRead(Span<byte> encodedRecord, Span<byte> bitfield)
    {
        _buffers.Record.CopyToPageLockedAsync(_stream, _buffers.HostRecord);
        _buffers.Encoded.CopyToPageLockedAsync(_stream, _buffers.HostEncoded);
        _tables.Overflow.CopyToPageLockedAsync(_stream, _buffers.HostOverflow);
        _buffers.Invalid.CopyToPageLockedAsync(_stream, _buffers.HostInvalid);
        _stream.Synchronize();
        if (_buffers.HostInvalid.Span[0] is not 0 and int rest)
        {
            throw new ArgumentException(
                $"Chunk {RecordLayout.ChunksPerRecord - rest} is not a scalar: this is not a record of the history.");
        }

        if (_buffers.HostOverflow.Span[0] != 0)
        {
            return false;
        }

        MemoryMarshal.AsBytes(_buffers.HostRecord.Span).CopyTo(encodedRecord);
        MemoryMarshal.AsBytes(_buffers.HostEncoded.Span).CopyTo(bitfield);
        return true;
    }

    public void Dispose() => _owned.Dispose();
}
