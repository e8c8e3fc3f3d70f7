namespace Autonomys.Archiving;

/// <summary>Runs parallel loops so that the caller sees the error of the work itself.</summary>
internal static class Threads
{
    internal static ParallelOptions Options(int threads, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        return new()
        {
            MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads,
            CancellationToken = cancellationToken,
        };
    }
}
