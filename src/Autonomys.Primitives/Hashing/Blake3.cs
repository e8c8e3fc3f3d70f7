namespace Autonomys.Primitives.Hashing;

/// <summary>BLAKE3 as the protocol uses it: plain, keyed, over lists, extendable, and cut to 254 bits.</summary>
/// <remarks>The algorithm is that of the BLAKE3 paper (https://github.com/BLAKE3-team/BLAKE3-specs), sections 2.1 to 2.6.</remarks>
public static class Blake3
{
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
        Blake3Hasher hasher = Blake3Hasher.Create();
        hasher.Update(input);
        hasher.Finish(output);
    }

    /// <summary>Keyed hash; <paramref name="key"/> is 32 bytes.</summary>
    public static Blake3Hash HashKeyed(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input)
    {
        Blake3Hasher hasher = Blake3Hasher.CreateKeyed(key);
        hasher.Update(input);
        return hasher.Finish();
    }

    /// <summary>Hash of the concatenation of two inputs.</summary>
    public static Blake3Hash HashList(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Blake3Hasher hasher = Blake3Hasher.Create();
        hasher.Update(first);
        hasher.Update(second);
        return hasher.Finish();
    }

    /// <summary>Keyed hash of the concatenation of two inputs; <paramref name="key"/> is 32 bytes.</summary>
    public static Blake3Hash HashKeyedList(ReadOnlySpan<byte> key, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
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
}
