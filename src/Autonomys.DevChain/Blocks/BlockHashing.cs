using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;

namespace Autonomys.DevChain.Blocks;

/// <summary>BLAKE2b-256, the hasher of this network's blocks, votes and state.</summary>
internal static class BlockHashing
{
    public static Bytes32 Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Bytes32.Size];
        Blake2b.Hash(bytes, hash);
        return Bytes32.From(hash);
    }

    /// <summary>Hash of a value's SCALE form.</summary>
    public static Bytes32 HashOf<T>(T value)
        where T : IScaleType<T> => Hash(Scale.Encode(value));
}
