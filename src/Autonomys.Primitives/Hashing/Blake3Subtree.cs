using System.Numerics;

namespace Autonomys.Primitives.Hashing;

/// <summary>Chaining values of complete, aligned subtrees of the hash tree, computed level by level with <see cref="Blake3Lanes"/>.</summary>
internal static class Blake3Subtree
{
    /// <summary>Chunks of the largest subtree, 256 KiB: enough to fill the lanes, small enough for the stack.</summary>
    public const int MaxChunks = 256;

    /// <summary>
    /// Chunks of the largest subtree that can begin at <paramref name="chunkCounter"/> and leaves at least one byte of the input over,
    /// at most <see cref="MaxChunks"/>; 0 when there is none.
    /// </summary>
    public static int LargestAt(ulong chunkCounter, long inputLength)
    {
        ulong available = Math.Min((ulong)Math.Max(inputLength - 1, 0) / Blake3Scalar.ChunkSize, MaxChunks);
        if (available == 0)
        {
            return 0;
        }

        ulong aligned = chunkCounter == 0 ? MaxChunks : chunkCounter & (0 - chunkCounter);
        return (int)Math.Min(1UL << BitOperations.Log2(available), aligned);
    }

    /// <param name="key">Eight words: the initialization vector, or the key.</param>
    /// <param name="input">A power of two of whole chunks, at most <see cref="MaxChunks"/>.</param>
    /// <param name="chunkCounter">Counter of the first chunk.</param>
    /// <param name="flags">0, or <see cref="Blake3Compression.KeyedHash"/>.</param>
    /// <param name="chainingValue">32 bytes.</param>
    public static void ChainingValue(
        ReadOnlySpan<uint> key, ReadOnlySpan<byte> input, ulong chunkCounter, uint flags, Span<byte> chainingValue)
    {
        int count = input.Length / Blake3Scalar.ChunkSize;
        Span<byte> values = stackalloc byte[MaxChunks * 32];
        Span<byte> parents = stackalloc byte[MaxChunks * 16];
        Blake3Lanes.Hash(key, input, Blake3Scalar.ChunkSize, Blake3LanesJob.Chunks(chunkCounter, flags), values[..(32 * count)]);
        for (; count > 1; count /= 2)
        {
            Blake3Lanes.Hash(
                key, values[..(32 * count)], Blake3Compression.BlockSize, Blake3LanesJob.Parents(flags), parents[..(16 * count)]);
            parents[..(16 * count)].CopyTo(values);
        }

        values[..32].CopyTo(chainingValue);
    }
}
