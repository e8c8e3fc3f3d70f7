using Autonomys.Primitives.Hashing;

namespace Autonomys.Cluster.Transfer;

/// <summary>Memory that is filled bit by bit from a socket or a file, and hashed meanwhile. Not to be copied while it is used.</summary>
/// <param name="memory">Filled whole.</param>
/// <param name="hashed">How many of its first bytes are hashed.</param>
internal struct ArrivingBytes(Memory<byte> memory, int hashed)
{
    private Blake3Hasher _hasher = Blake3Hasher.Create();
    private int _arrived;
    private int _done;

    public ArrivingBytes(Memory<byte> memory)
        : this(memory, memory.Length)
    {
    }

    public readonly int Arrived => _arrived;

    public readonly bool IsWhole => _arrived == memory.Length;

    /// <summary>Where the next bytes go: not more than stay in the second-level cache until they are hashed.</summary>
    public readonly Memory<byte> Next => memory[_arrived..Math.Min(memory.Length, _done + HashedBytes.BlockSize)];

    /// <summary>So many bytes have come into <see cref="Next"/>.</summary>
    public void Add(int count)
    {
        _arrived += count;
        if (_arrived == Math.Min(memory.Length, _done + HashedBytes.BlockSize))
        {
            if (_done < hashed)
            {
                _hasher.Update(memory.Span[_done..Math.Min(_arrived, hashed)], isFollowed: _arrived < hashed);
            }

            _done = _arrived;
        }
    }

    /// <summary>The BLAKE3, once it is whole.</summary>
    public Blake3Hash Finish() => _hasher.Finish();
}
