using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels;
using Autonomys.Proofs.Space;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Launchers;

/// <summary>The device memory of one set of tables: 176 MiB at K = 20. Kept, and used again for the next.</summary>
internal sealed class TableBuffers : IDisposable
{
    private readonly MemoryBuffer1D<TableRow, Stride1D.Dense> _even;
    private readonly MemoryBuffer1D<TableRow, Stride1D.Dense> _odd;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _counts;
    private readonly MemoryBuffer1D<ulong, Stride1D.Dense> _backPointers;
    private readonly MemoryBuffer1D<uint, Stride1D.Dense> _keystream;
    private readonly MemoryBuffer1D<uint, Stride1D.Dense> _first;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _overflow;

    /// <exception cref="AcceleratorException">The device has too little memory left.</exception>
    public TableBuffers(ComputeDevice device, int k)
    {
        K = k;
        Buckets = PosParameters.Buckets(k);
        EntriesPerTable = PosParameters.MaxEntries(k);
        long keystream = ((long)k << k) / 32;
        using PartialBuffers made = new();
        Accelerator accelerator = device.Accelerator;
        long rows = (long)Buckets * TableRules.BucketRoom;
        _even = made.Add(accelerator.Allocate1D<TableRow>(rows));
        _odd = made.Add(accelerator.Allocate1D<TableRow>(rows));
        _counts = made.Add(accelerator.Allocate1D<int>((long)Buckets * (PosParameters.Tables - 1)));
        _backPointers = made.Add(accelerator.Allocate1D<ulong>((PosParameters.Tables - 1L) * EntriesPerTable));

        // A block more than the keystream: the last K bits are read as part of two words.
        _keystream = made.Add(accelerator.Allocate1D<uint>(keystream + ChaCha8Kernel.WordsPerBlock));
        _first = made.Add(accelerator.Allocate1D<uint>(Primitives.Pieces.RecordLayout.SBuckets));
        _overflow = made.Add(accelerator.Allocate1D<int>(1));
        made.Keep();
    }

    public int K { get; }

    public int Buckets { get; }

    /// <summary>Room for the back pointers of one table.</summary>
    public int EntriesPerTable { get; }

    public ArrayView<uint> Keystream => _keystream.View;

    public ArrayView<ulong> BackPointers => _backPointers.View;

    /// <summary>By s-bucket, see <see cref="NextTableKernel.MakeLast"/>.</summary>
    public ArrayView<uint> First => _first.View;

    /// <summary>One number: 1 when a bucket was given more than 512 entries.</summary>
    public ArrayView<int> Overflow => _overflow.View;

    /// <summary>Counts of tables 1 to 6 together.</summary>
    public ArrayView<int> AllCounts => _counts.View;

    /// <summary>Device memory that one set needs, in bytes.</summary>
    public static long SizeFor(int k)
    {
        long buckets = PosParameters.Buckets(k);
        return (2 * buckets * TableRules.BucketRoom * 16)
            + (buckets * (PosParameters.Tables - 1) * sizeof(int))
            + ((PosParameters.Tables - 1L) * PosParameters.MaxEntries(k) * sizeof(ulong))
            + (((long)k << k) / 8)
            + (Primitives.Pieces.RecordLayout.SBuckets * sizeof(uint));
    }

    /// <summary>Rows of tables 1 to 6, each until the table after the next one takes their place.</summary>
    public ArrayView<TableRow> Rows(int table) => table % 2 == 0 ? _even.View : _odd.View;

    /// <summary>Entries put into each bucket of tables 1 to 6.</summary>
    public ArrayView<int> Counts(int table) => _counts.View.SubView((long)(table - 1) * Buckets, Buckets);

    /// <summary>Of tables 2 to 7.</summary>
    public ArrayView<ulong> BackPointersOf(int table) =>
        _backPointers.View.SubView((long)(table - 2) * EntriesPerTable, EntriesPerTable);

    public void Dispose()
    {
        _even.Dispose();
        _odd.Dispose();
        _counts.Dispose();
        _backPointers.Dispose();
        _keystream.Dispose();
        _first.Dispose();
        _overflow.Dispose();
    }
}
