namespace Autonomys.Testing;

/// <summary>Counts the bytes that work leaves to the garbage collector.</summary>
public static class Garbage
{
    private const int Attempts = 8;

    /// <summary>
    /// The fewest bytes that the calling thread allocates in one of several calls. What allocates does so each time; a pooled
    /// buffer is made anew now and then, when another test has it or a collection has emptied the pool.
    /// </summary>
    public static long Least(Action work)
    {
        work();
        return Enumerable.Range(0, Attempts).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }

    /// <summary>The same of the whole process: nothing else may run meanwhile.</summary>
    public static async Task<long> LeastOfProcessAsync(Func<Task> work)
    {
        await work();
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await work();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }
}
