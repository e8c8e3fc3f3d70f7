namespace Autonomys.Fuzz;

/// <summary>A decoder of foreign bytes.</summary>
/// <param name="Name">What is decoded.</param>
/// <param name="Decode">
/// True when the bytes were taken for a value; throws when the decoder broke its promise: an exception that it does not document, or a
/// value that does not survive being encoded again.
/// </param>
/// <param name="Seeds">Inputs to begin with.</param>
internal sealed record FuzzTarget(string Name, Func<byte[], bool> Decode, IReadOnlyList<byte[]> Seeds)
{
    /// <summary>More bytes in one decoding than this mean that it allocates what the input claims.</summary>
    private const long MaxAllocation = 64L * 1024 * 1024;

    /// <summary>Decodes changed seeds, and what was accepted again changed.</summary>
    /// <returns>The first input that the decoder broke on, and how; null when there was none.</returns>
    public FuzzFinding? Run(Random random, Func<int, bool> goesOn)
    {
        List<byte[]> corpus = [.. Seeds, []];
        for (int round = 0; goesOn(round); round++)
        {
            byte[] input = Mutation.Change(corpus[random.Next(corpus.Count)], corpus[random.Next(corpus.Count)], random);
            if (Try(input, out bool accepted) is { } finding)
            {
                return finding;
            }

            if (accepted && corpus.Count < 256)
            {
                corpus.Add(input);
            }
        }

        return null;
    }

    public FuzzFinding? Try(byte[] input, out bool accepted)
    {
        accepted = false;
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            accepted = Decode(input);
        }
        catch (Exception exception)
        {
            return new FuzzFinding(Name, input, exception.ToString());
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated > MaxAllocation + (16L * input.Length)
            ? new FuzzFinding(Name, input, $"{allocated} bytes were allocated for an input of {input.Length}")
            : null;
    }
}

/// <param name="Target">The decoder.</param>
/// <param name="Input">What it broke on.</param>
/// <param name="Problem">How.</param>
internal sealed record FuzzFinding(string Target, byte[] Input, string Problem);
