using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace Autonomys.Cluster.Transfer;

/// <summary>
/// Memory that the server copies answers into for the network. Its own pool hands out 4 KiB at a time, which for a piece of a MiB means
/// 256 blocks to rent, link, pin and list; these are larger, pinned from the beginning, and used again.
/// </summary>
internal sealed class NetworkMemory : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    private const int BlockSize = 64 << 10;

    /// <summary>Blocks that are kept; more of them are left to the garbage collector when they come back.</summary>
    private const int MaxKept = 256;

    private readonly ConcurrentQueue<byte[]> _kept = new();

    public override int MaxBufferSize => BlockSize;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        return new Block(this, _kept.TryDequeue(out byte[]? kept) ? kept : GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true));
    }

    // The memory belongs to the process: servers come and go.
    protected override void Dispose(bool disposing)
    {
    }

    private sealed class Block(NetworkMemory pool, byte[] array) : IMemoryOwner<byte>
    {
        private byte[]? _array = array;

        public Memory<byte> Memory { get; } = MemoryMarshal.CreateFromPinnedArray(array, 0, array.Length);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _array, null) is { } returned && pool._kept.Count < MaxKept)
            {
                pool._kept.Enqueue(returned);
            }
        }
    }
}
