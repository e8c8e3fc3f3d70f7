using Autonomys.Primitives.Bytes;

namespace Autonomys.Primitives.Hashing;

/// <summary>BLAKE3 as the protocol uses it: plain, keyed, over lists, extendable, and cut to 254 bits.</summary>
/// <remarks>
/// The algorithm is that of the BLAKE3 paper (https://github.com/BLAKE3-team/BLAKE3-specs), sections 2.1 to 2.6. Inputs of at most
/// one chunk take a short way without the tree; long ones hash many chunks at once.
/// </remarks>
public static partial class Blake3
{
    // Two short inputs are joined here rather than sent through the incremental hasher, which has a large state to clear.
    private const int MaxJoined = 128;

    /// <summary>Hashes <paramref name="input"/> to 32 bytes.</summary>
    public static Blake3Hash Hash(ReadOnlySpan<byte> input)
    {
        Span<byte> output = stackalloc byte[32];
        Hash(input, output);
        return Blake3Hash.From(output);
    }

    /// <summary>Fills <paramref name="output"/>, of any length, with the extendable output for <paramref name="input"/>.</summary>
    public static void Hash(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (input.Length <= Blake3Scalar.ChunkSize)
        {
            Blake3Scalar.HashChunk(Blake3Compression.InitializationVector, input, 0, output);
            return;
        }

        Blake3Hasher hasher = Blake3Hasher.Create();
        hasher.Update(input);
        hasher.Finish(output);
    }

    /// <summary>Keyed hash; <paramref name="key"/> is 32 bytes.</summary>
    public static Blake3Hash HashKeyed(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input)
    {
        FixedBytes.RequireLength(key, 32);
        if (input.Length > Blake3Scalar.ChunkSize)
        {
            Blake3Hasher hasher = Blake3Hasher.CreateKeyed(key);
            hasher.Update(input);
            return hasher.Finish();
        }

        Span<uint> words = stackalloc uint[8];
        Span<byte> output = stackalloc byte[32];
        Blake3Compression.ReadKey(key, words);
        Blake3Scalar.HashChunk(words, input, Blake3Compression.KeyedHash, output);
        return Blake3Hash.From(output);
    }

    /// <summary>Hash of the concatenation of two inputs.</summary>
    public static Blake3Hash HashList(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (first.Length + (long)second.Length <= MaxJoined)
        {
            return Hash(Join(first, second, stackalloc byte[MaxJoined]));
        }

        Blake3Hasher hasher = Blake3Hasher.Create();
        hasher.Update(first);
        hasher.Update(second);
        return hasher.Finish();
    }

    /// <summary>Keyed hash of the concatenation of two inputs; <paramref name="key"/> is 32 bytes.</summary>
    public static Blake3Hash HashKeyedList(ReadOnlySpan<byte> key, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (first.Length + (long)second.Length <= MaxJoined)
        {
            return HashKeyed(key, Join(first, second, stackalloc byte[MaxJoined]));
        }

        Blake3Hasher hasher = Blake3Hasher.CreateKeyed(key);
        hasher.Update(first);
        hasher.Update(second);
        return hasher.Finish();
    }

    /// <summary>
    /// The hash read as a big-endian scalar whose two highest bits are cleared, so that it is below the BLS12-381 group order.
    /// </summary>
    public static Blake3Hash Hash254ToScalar(ReadOnlySpan<byte> input)
    {
        Span<byte> output = stackalloc byte[32];
        Hash(input, output);
        output[0] &= 0b0011_1111;
        return Blake3Hash.From(output);
    }

    private static ReadOnlySpan<byte> Join(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> buffer)
    {
        first.CopyTo(buffer);
        second.CopyTo(buffer[first.Length..]);
        return buffer[..(first.Length + second.Length)];
    }
}
