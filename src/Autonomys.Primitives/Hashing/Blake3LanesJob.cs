namespace Autonomys.Primitives.Hashing;

/// <summary>What all inputs of one <see cref="Blake3Lanes"/> call share.</summary>
/// <param name="Counter">Chunk counter of the first input.</param>
/// <param name="IncrementCounter">Whether each further input has the next counter; otherwise all have the same.</param>
/// <param name="Flags">Flags of every block.</param>
/// <param name="StartFlags">Further flags of an input's first block.</param>
/// <param name="EndFlags">Further flags of an input's last block.</param>
internal readonly record struct Blake3LanesJob(ulong Counter, bool IncrementCounter, uint Flags, uint StartFlags, uint EndFlags)
{
    /// <summary>Successive chunks of one tree.</summary>
    public static Blake3LanesJob Chunks(ulong counter, uint flags) =>
        new(counter, true, flags, Blake3Compression.ChunkStart, Blake3Compression.ChunkEnd);

    /// <summary>Parents, each of two chaining values.</summary>
    public static Blake3LanesJob Parents(uint flags) => new(0, false, flags | Blake3Compression.Parent, 0, 0);

    /// <summary>Unrelated inputs of at most one chunk, each hashed completely.</summary>
    public static Blake3LanesJob Roots(uint flags) =>
        new(0, false, flags, Blake3Compression.ChunkStart, Blake3Compression.ChunkEnd | Blake3Compression.Root);
}
