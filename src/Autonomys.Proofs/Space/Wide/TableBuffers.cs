using Autonomys.Cryptography.Memory;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>All the memory that one set of tables needs while it is made and as long as it is used. Kept and used again for the next.</summary>
internal sealed unsafe class TableBuffers : ITableStore, IDisposable
{
    private readonly NativeBuffer _backPointers;
    private readonly NativeBuffer _lastYs;
    private readonly NativeBuffer _keystream;
    private readonly List<(int First, int Count)> _lastRuns = [];
    private readonly long _maxEntries;

    public TableBuffers(int k)
    {
        _maxEntries = PosParameters.MaxEntries(k);
        _backPointers = new NativeBuffer((PosParameters.Tables - 1) * _maxEntries * sizeof(ulong));
        _lastYs = new NativeBuffer(_maxEntries * sizeof(uint));

        // Eight bytes more than the keystream: K bits are read as part of eight bytes.
        _keystream = new NativeBuffer(((long)k << k) / 8 + sizeof(ulong));
        Even = new BucketRows(k);
        Odd = new BucketRows(k);
    }

    /// <summary>Bytes of all the buffers; those that are never touched cost address space only.</summary>
    public long Bytes => _backPointers.Bytes + _lastYs.Bytes + _keystream.Bytes + Even.Bytes + Odd.Bytes;

    /// <summary>Rows of tables 2, 4 and 6.</summary>
    public BucketRows Even { get; }

    /// <summary>Rows of tables 1, 3 and 5.</summary>
    public BucketRows Odd { get; }

    public byte* Keystream => _keystream.Pointer<byte>();

    public uint* LastYs => _lastYs.Pointer<uint>();

    /// <summary>Which positions of table 7 hold entries: one run for each part of the work, ascending.</summary>
    public List<(int First, int Count)> LastRuns => _lastRuns;

    public int LastRunCount => _lastRuns.Count;

    public BucketRows RowsOf(int table) => table % 2 == 0 ? Even : Odd;

    public ulong* BackPointersOf(int table) => _backPointers.Pointer<ulong>() + ((table - 2) * _maxEntries);

    public ReadOnlySpan<ulong> BackPointers(int table) => new(BackPointersOf(table), (int)_maxEntries);

    public ReadOnlySpan<uint> LastRun(int run, out int firstPosition)
    {
        (firstPosition, int count) = _lastRuns[run];
        return new ReadOnlySpan<uint>(LastYs + firstPosition, count);
    }

    public void Dispose()
    {
        _backPointers.Dispose();
        _lastYs.Dispose();
        _keystream.Dispose();
        Even.Dispose();
        Odd.Dispose();
    }
}
