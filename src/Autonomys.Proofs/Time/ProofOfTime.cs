using Autonomys.Primitives.ProofOfTime;

namespace Autonomys.Proofs.Time;

/// <summary>
/// Proof of time: AES-128 applied over and over to a seed, under the key derived from that seed. It cannot be hurried, and the
/// eight checkpoints on the way let a verifier do its parts side by side.
/// </summary>
public static class ProofOfTime
{
    /// <summary>How this machine runs the chain, in words for people.</summary>
    public static string Implementation => AesChain.IsHardwareSupported ? "AES instructions" : "the platform's AES";

    /// <summary>Whether the iterations can be a slot's: positive and a multiple of 16, two per checkpoint.</summary>
    public static bool AreValidIterations(uint iterations) => iterations > 0 && iterations % (2 * PotCheckpoints.Count) == 0;

    /// <summary>Runs the chain; <paramref name="iterations"/> is the total over the eight checkpoints.</summary>
    /// <exception cref="ArgumentException">See <see cref="AreValidIterations"/>.</exception>
    public static PotCheckpoints Prove(PotSeed seed, uint iterations)
    {
        if (!AreValidIterations(iterations))
        {
            throw new ArgumentException(
                iterations == 0
                    ? "A proof of time needs at least one iteration."
                    : $"Iterations {iterations} are not multiple of number of checkpoints {PotCheckpoints.Count} times two",
                nameof(iterations));
        }

        Span<byte> outputs = stackalloc byte[PotCheckpoints.Count * PotOutput.Size];
        uint perCheckpoint = iterations / PotCheckpoints.Count;
        if (AesChain.IsHardwareSupported)
        {
            AesChain.RunHardware(seed.AsSpan(), seed.Key().AsSpan(), perCheckpoint, outputs);
        }
        else
        {
            AesChain.Run(seed.AsSpan(), seed.Key().AsSpan(), perCheckpoint, outputs);
        }

        PotCheckpoints checkpoints = default;
        for (int i = 0; i < PotCheckpoints.Count; i++)
        {
            checkpoints[i] = PotOutput.From(outputs.Slice(i * PotOutput.Size, PotOutput.Size));
        }

        return checkpoints;
    }

    /// <summary>Whether <see cref="Prove"/> gives these checkpoints; false for iterations that cannot be a slot's.</summary>
    public static bool Verify(PotSeed seed, uint iterations, in PotCheckpoints checkpoints)
    {
        if (!AreValidIterations(iterations))
        {
            return false;
        }

        // Every checkpoint is the next one's input, so all eight parts can run at once.
        Span<byte> expected = stackalloc byte[PotCheckpoints.Count * PotOutput.Size];
        Span<byte> blocks = stackalloc byte[expected.Length];
        seed.AsSpan().CopyTo(blocks);
        for (int i = 0; i < PotCheckpoints.Count; i++)
        {
            checkpoints[i].AsSpan().CopyTo(expected[(i * PotOutput.Size)..]);
        }

        expected[..^PotOutput.Size].CopyTo(blocks[PotSeed.Size..]);
        uint perCheckpoint = iterations / PotCheckpoints.Count;
        if (AesChain.IsHardwareSupported)
        {
            AesChain.RunEightHardware(blocks, seed.Key().AsSpan(), perCheckpoint);
        }
        else
        {
            AesChain.RunEight(blocks, seed.Key().AsSpan(), perCheckpoint);
        }

        return blocks.SequenceEqual(expected);
    }
}
