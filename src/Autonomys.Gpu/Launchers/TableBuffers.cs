using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels;
using Autonomys.Proofs.Space;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Launchers;

/// <summary>The device memory of one set of tables: 176 MiB at K = 20. Kept, and used again for the next.</summary>
internal sealed class TableBuffers : IDisposable
{
    private readonly DeviceMemory _owned;
    private readonly ArrayView<TableRow> _even;
    private readonly ArrayView<TableRow> _odd;

    /// <exception cref="AcceleratorException">The device has too little memory left.</exception>
    public TableBuffers(ComputeDevice device, int k)
    {
        K = k;
        Buckets = PosParameters.Buckets(k);
        EntriesPerTable = PosParameters.MaxEntries(k);
        long keystream = ((long)k << k) / 32;
        long rows = (long)Buckets * TableRules.BucketRoom;
        using DeviceMemory made = new(device.Accelerator);
        _even = made.Room<TableRow>(rows);
        _odd = made.Room<TableRow>(rows);
        AllCounts = made.Room<int>((long)Buckets * (PosParameters.Tables - 1));
        BackPointers = made.Room<ulong>((PosParameters.Tables - 1L) * EntriesPerTable);

        // A block more than the keystream: the last K bits are read as part of two words.
        Keystream = made.Room<uint>(keystream + ChaCha8Kernel.WordsPerBlock);
        First = made.Room<uint>(Primitives.Pieces.RecordLayout.SBuckets);
        Overflow = made.Room<int>(1);
        _owned = made.Keep();
    }

    public int K { get; }

    public int Buckets { get; }

    /// <summary>Room for the back pointers of one table.</summary>
    public int EntriesPerTable { get; }

    public ArrayView<uint> Keystream { get; }

    public ArrayView<ulong> BackPointers { get; }

    /// <summary>By s-bucket, see <see cref="NextTableKernel.MakeLast"/>.</summary>
    public ArrayView<uint> First { get; }

    /// <summary>One number: 1 when a bucket was given more than 512 entries.</summary>
    public ArrayView<int> Overflow { get; }

    /// <summary>Counts of tables 1 to 6 together.</summary>
    public ArrayView<int> AllCounts { get; }

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
    public ArrayView<TableRow> Rows(int table) => table % 2 == 0 ? _even : _odd;

    /// <summary>Entries put into each bucket of tables 1 to 6.</summary>
    public ArrayView<int> Counts(int table) => AllCounts.SubView((long)(table - 1) * Buckets, Buckets);

    /// <summary>Of tables 2 to 7.</summary>
    public ArrayView<ulong> BackPointersOf(int table) =>
        BackPointers.SubView((long)(table - 2) * EntriesPerTable, EntriesPerTable);

    public void Dispose() => _owned.Dispose();
}
