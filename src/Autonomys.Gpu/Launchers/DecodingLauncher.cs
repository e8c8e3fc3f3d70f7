using System.Runtime.InteropServices;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels;
using Autonomys.Gpu.Kernels.Fields;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Launchers;

/// <summary>From a record as it lies in a plot to its chunks as scalars: the table of its seed, its proofs, and the masks off. One caller at a time.</summary>
internal sealed class DecodingLauncher : IDisposable
{
    private readonly ComputeDevice _device;
    private readonly FftLauncher _fft;
    private readonly TableLauncher _tableLauncher;
    private readonly TableBuffers _tables;
    private readonly TableKernels _kernels;
    private readonly DeviceMemory _owned;
    private readonly ArrayView<uint> _chunks;
    private readonly ArrayView<ushort> _sBuckets;
    private readonly ArrayView<int> _encodedCount;
    private readonly ArrayView<uint> _xs;
    private readonly ArrayView<int> _missing;
    private readonly ArrayView<int> _invalid;

    /// <exception cref="AcceleratorException">The device has too little memory left.</exception>
    public DecodingLauncher(ComputeDevice device, int k, FftLauncher fft)
    {
        _device = device;
        _fft = fft;
        _kernels = TableKernels.Load(device.Accelerator, k);
        using DeviceMemory made = new(device.Accelerator);
        _tableLauncher = made.Add(new TableLauncher(device, k));
        _tables = made.Add(new TableBuffers(device, k));
        _chunks = made.Room<uint>(RecordLayout.RecordSize / sizeof(uint));
        _sBuckets = made.Room<ushort>(RecordLayout.ChunksPerRecord);
        _encodedCount = made.Room<int>(1);
        _xs = made.Room<uint>((long)RecordLayout.ChunksPerRecord * ProofKernel.Xs);
        _missing = made.Room<int>(1);
        _invalid = made.Room<int>(1);
        Scalars = made.Room<DeviceScalar>(RecordLayout.ChunksPerRecord);
        _owned = made.Keep();
    }

    /// <summary>Device memory that one needs, in bytes.</summary>
    public static long SizeFor(int k) => TableBuffers.SizeFor(k)
        + (2L * RecordLayout.RecordSize) + (RecordLayout.ChunksPerRecord * (sizeof(ushort) + ((long)ProofKernel.Xs * sizeof(uint))));

    /// <summary>The chunks, in the order in which they were given, once the stream is through.</summary>
    public ArrayView<DeviceScalar> Scalars { get; }

    /// <summary>Queues the work on <paramref name="stream"/>; whether it counts is for <see cref="TryRead"/> to say.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="seed">Of the record's table.</param>
    /// <param name="chunks">32,768 chunks as words of their bytes, those that are encoded first.</param>
    /// <param name="sBuckets">The s-bucket of each.</param>
    /// <param name="encodedCount">How many of them, from the first on, are encoded.</param>
    public void Decode(AcceleratorStream stream, PosSeed seed, uint[] chunks, ushort[] sBuckets, int encodedCount)
    {
        _tableLauncher.Make(stream, seed, _tables);
        _chunks.CopyFromCPU(stream, chunks);
        _sBuckets.CopyFromCPU(stream, sBuckets);
        _encodedCount.CopyFromCPU(stream, [encodedCount]);
        _missing.MemSetToZero(stream);
        _invalid.MemSetToZero(stream);
        _kernels.Walk(
            stream,
            _device.ForItems((long)encodedCount * ProofKernel.Xs / 2),
            _tables.First,
            _sBuckets,
            _encodedCount,
            _tables.BackPointers,
            _tables.EntriesPerTable,
            _xs);
        _kernels.Unmask(stream, _device.ForItems(encodedCount), _xs, _tables.First, _sBuckets, _encodedCount, _chunks, _missing);
        _fft.FromBytes(stream, _chunks, Scalars, _invalid);
    }

    /// <summary>Waits for the stream, and reads one chunk and the x values of its proof.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="index">An encoded chunk, in the order in which they were given.</param>
    /// <param name="chunk">Receives its 32 bytes, without the mask.</param>
    /// <param name="xs">Receives 64 values.</param>
    /// <returns>False when an encoded chunk has no proof, a chunk is no scalar, or a table has an overfull bucket.</returns>
    public bool TryRead(AcceleratorStream stream, int index, Span<byte> chunk, uint[] xs)
    {
        int[] flags = new int[3];
        uint[] words = new uint[ProofKernel.ChunkWords];
        _missing.CopyToCPU(stream, flags.AsSpan(0, 1));
        _invalid.CopyToCPU(stream, flags.AsSpan(1, 1));
        _tables.Overflow.CopyToCPU(stream, flags.AsSpan(2, 1));
        _chunks.SubView(index * ProofKernel.ChunkWords, ProofKernel.ChunkWords).CopyToCPU(stream, words);
        _xs.SubView(index * ProofKernel.Xs, ProofKernel.Xs).CopyToCPU(stream, xs);
        stream.Synchronize();
        MemoryMarshal.AsBytes<uint>(words).CopyTo(chunk);
        return flags is [0, 0, 0];
    }

    public void Dispose() => _owned.Dispose();
}
