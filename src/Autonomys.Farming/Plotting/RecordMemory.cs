using System.Runtime.InteropServices;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Farming.Plotting;

/// <summary>The records of one sector, 1 MiB each, in memory outside of the collected heap; freed by its one owner.</summary>
internal sealed unsafe class RecordMemory : IDisposable
{
    // SAFETY: set once; only this class computes addresses from it, bounded by _count; freed once, by Dispose or the finalizer.
    private byte* _bytes;
    private readonly int _count;

    public RecordMemory(int count)
    {
        _count = count;
        _bytes = (byte*)NativeMemory.AlignedAlloc((nuint)count * RecordLayout.RecordSize, 4_096);
    }

    ~RecordMemory() => Free();

    public int Count => _count;

    /// <summary>One record; may be used on any thread, each record on one at a time.</summary>
    public Span<byte> this[int index]
    {
        get
        {
            ObjectDisposedException.ThrowIf(_bytes is null, this);
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _count);
            return new Span<byte>(_bytes + ((nuint)index * RecordLayout.RecordSize), RecordLayout.RecordSize);
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_bytes);
        _bytes = null;
    }
}
