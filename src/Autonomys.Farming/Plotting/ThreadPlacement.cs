using System.Runtime.InteropServices;

namespace Autonomys.Farming.Plotting;

/// <summary>Cores and priority of the calling thread; on Linux, where each thread has its own of both.</summary>
public static unsafe partial class ThreadPlacement
{
    private const int BitsOfWord = 64;
    private const int MaskWords = 16;

    /// <summary>Keeps the calling thread on these cores; null, or why it cannot be.</summary>
    public static string? SetCores(IReadOnlyList<int> cores)
    {
        // SAFETY: the mask has MaskWords words and lives until the call returns; CoreGroups bounds the cores to its bits.
        ulong* mask = stackalloc ulong[MaskWords];
        new Span<ulong>(mask, MaskWords).Clear();
        foreach (int core in cores)
        {
            mask[core / BitsOfWord] |= 1UL << (core % BitsOfWord);
        }

        return SetAffinity(0, MaskWords * sizeof(ulong), mask) == 0 ? null : Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
    }

    /// <summary>The cores that the calling thread may run on.</summary>
    public static IReadOnlyList<int> GetCores()
    {
        // SAFETY: as above.
        ulong* mask = stackalloc ulong[MaskWords];
        new Span<ulong>(mask, MaskWords).Clear();
        if (GetAffinity(0, MaskWords * sizeof(ulong), mask) < 0)
        {
            throw new InvalidOperationException($"sched_getaffinity: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        }

        List<int> cores = [];
        for (int core = 0; core < MaskWords * BitsOfWord; core++)
        {
            if ((mask[core / BitsOfWord] >> (core % BitsOfWord) & 1) != 0)
            {
                cores.Add(core);
            }
        }

        return cores;
    }

    /// <summary>Sets how nice the calling thread is, 19 being the nicest; null, or why it cannot be.</summary>
    public static string? SetPriority(int niceness) =>
        SetPriority(0, 0, niceness) == 0 ? null : Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());

    /// <summary>How nice the calling thread is.</summary>
    public static int GetPriority() => GetPriority(0, 0);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nuint bytes, ulong* mask);

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    private static partial int GetAffinity(int thread, nuint bytes, ulong* mask);

    // 0 is the calling thread: what POSIX says of the process, Linux does for the thread.
    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int which, int who, int priority);

    [LibraryImport("libc", EntryPoint = "getpriority", SetLastError = true)]
    private static partial int GetPriority(int which, int who);
}
