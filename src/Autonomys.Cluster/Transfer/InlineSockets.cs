namespace Autonomys.Cluster.Transfer;

/// <summary>Has the thread that learns from the kernel that a socket is ready go on with what waits for it, in place of one of the pool.</summary>
/// <remarks>
/// For a process that answers from memory and does nothing else, waking a thread of the pool for each request costs more than the answer.
/// Where anything may wait for a disk or compute for long, it would hold up the other sockets of that thread, and with them the
/// heartbeats: such a process must not ask for it, and what does so now and then must go to the pool by itself.
/// </remarks>
public static class InlineSockets
{
    /// <summary>Of the .NET runtime, which reads it at the first socket.</summary>
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>To be called before the process has its first socket. What the operator has set is left.</summary>
    public static void Prefer()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            Environment.SetEnvironmentVariable(Variable, "1");
        }
    }
}
