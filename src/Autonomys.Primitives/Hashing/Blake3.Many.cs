using Autonomys.Primitives.Bytes;

namespace Autonomys.Primitives.Hashing;

/// <content>Many inputs at once, and one large input on many threads.</content>
public static partial class Blake3
{
    /// <summary>Longest input of the batch methods, in bytes.</summary>
    public const int MaxBatchInputLength = Blake3Scalar.ChunkSize;

    /// <summary>How this machine hashes many inputs at once, in words for people.</summary>
    public static string Implementation => Blake3Lanes.WidestLanes switch
    {
        16 => "16 lanes of AVX-512",
        8 => "8 lanes of AVX2",
        _ => "scalar",
    };

    /// <summary>Hashes many unrelated inputs of the same length, several times faster than one by one.</summary>
    /// <param name="inputs">The inputs, one after the other without a gap.</param>
    /// <param name="inputLength">Bytes of each input: 0 to 1,024.</param>
    /// <param name="hashes">32 bytes for each input, in their order.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public static void HashMany(ReadOnlySpan<byte> inputs, int inputLength, Span<byte> hashes)
    {
        RequireBatch(inputs.Length, inputLength, hashes.Length);
        Blake3Lanes.Hash(Blake3Compression.InitializationVector, inputs, inputLength, Blake3LanesJob.Roots(0), hashes);
    }

    /// <summary>Hashes many unrelated inputs of the same length with one key.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="inputs">The inputs, one after the other without a gap.</param>
    /// <param name="inputLength">Bytes of each input: 0 to 1,024.</param>
    /// <param name="hashes">32 bytes for each input, in their order.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public static void HashManyKeyed(ReadOnlySpan<byte> key, ReadOnlySpan<byte> inputs, int inputLength, Span<byte> hashes)
    {
        FixedBytes.RequireLength(key, 32);
        RequireBatch(inputs.Length, inputLength, hashes.Length);
        Span<uint> words = stackalloc uint[8];
        Blake3Compression.ReadKey(key, words);
        Blake3Lanes.Hash(words, inputs, inputLength, Blake3LanesJob.Roots(Blake3Compression.KeyedHash), hashes);
    }

    /// <summary>Hashes a large input, such as a sector, on several threads; equals <see cref="Hash(ReadOnlySpan{byte})"/>.</summary>
    /// <param name="input">Worth it from about a megabyte on.</param>
    /// <param name="maxThreads">Most threads to use, at least 1.</param>
    /// <param name="cancellationToken">Looked at between parts of 256 KiB.</param>
    public static Blake3Hash HashParallel(ReadOnlyMemory<byte> input, int maxThreads, CancellationToken cancellationToken = default)
    {
        const int PartSize = Blake3Subtree.MaxChunks * Blake3Scalar.ChunkSize;
        // The last part, which may be incomplete and must not be empty, goes through the hasher.
        int parts = (int)Math.Max(0, (input.Length - 1L) / PartSize);
        byte[] chainingValues = new byte[32 * parts];
        Parallel.For(
            0,
            parts,
            new ParallelOptions { MaxDegreeOfParallelism = maxThreads, CancellationToken = cancellationToken },
            part => Blake3Subtree.ChainingValue(
                Blake3Compression.InitializationVector,
                input.Span.Slice(part * PartSize, PartSize),
                (ulong)part * Blake3Subtree.MaxChunks,
                0,
                chainingValues.AsSpan(32 * part, 32)));

        Blake3Hasher hasher = Blake3Hasher.Create();
        for (int part = 0; part < parts; part++)
        {
            hasher.PushSubtree(chainingValues.AsSpan(32 * part, 32), Blake3Subtree.MaxChunks);
        }

        hasher.Update(input.Span[(parts * PartSize)..]);
        return hasher.Finish();
    }

    private static void RequireBatch(int inputsLength, int inputLength, int hashesLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inputLength, MaxBatchInputLength);
        if (hashesLength % 32 != 0 || (long)(hashesLength / 32) * inputLength != inputsLength)
        {
            throw new ArgumentException(
                $"{inputsLength} bytes of inputs of {inputLength} bytes do not belong to {hashesLength} bytes of hashes, 32 for each input.");
        }
    }
}
