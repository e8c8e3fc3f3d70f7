using System.Buffers;

namespace Autonomys.Cluster.Transfer;

/// <summary>Pooled memory of exactly so many bytes; its one owner disposes it when nobody reads or writes it any more.</summary>
internal sealed class PooledBytes : IDisposable
{
    private readonly int _length;
    private byte[]? _array;

    private PooledBytes(byte[] array, int length)
    {
        _array = array;
        _length = length;
    }

    /// <summary>The bytes; at first whatever was in them before.</summary>
    /// <exception cref="ObjectDisposedException">It was given back.</exception>
    public Memory<byte> Memory => (_array ?? throw new ObjectDisposedException(nameof(PooledBytes))).AsMemory(0, _length);

    public static PooledBytes Rent(int length) => new(ArrayPool<byte>.Shared.Rent(length), length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _array, null) is { } array)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
