using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Autonomys.Farming.Farms.Files;

/// <summary>Memory that direct I/O accepts: one mebibyte that starts at a multiple of 4,096. Rented, used by one thread, returned.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    public const int Size = DirectIoFile.MaxTransfer;

    private static readonly ConcurrentBag<AlignedBuffer> Pool = [];

    private readonly byte* _memory = (byte*)NativeMemory.AlignedAlloc(Size, DirectIoFile.Alignment);

    private AlignedBuffer()
    {
    }

    // SAFETY: the memory is Size bytes and is freed by the finalizer only, so it outlives every span taken from a rented buffer;
    // renting hands a buffer to one caller until it is disposed.
    ~AlignedBuffer() => NativeMemory.AlignedFree(_memory);

    public Span<byte> Span => new(_memory, Size);

    public static AlignedBuffer Rent() => Pool.TryTake(out AlignedBuffer? buffer) ? buffer : new AlignedBuffer();

    public void Dispose() => Pool.Add(this);
}
