namespace Autonomys.Farming.Plotting;

/// <summary>Where the threads that encode records run, and how urgently.</summary>
public sealed record EncodingThreads
{
    /// <summary>
    /// Of −20 to 19: a thread that wants the same core as one of these gets nine tenths of it. Lower still would stop plotting for as long as
    /// anything else runs on the machine; what proves in the same process holds encoding altogether (<see cref="EncodingGate"/>).
    /// </summary>
    internal const int Niceness = 10;

    /// <summary>Cores to stay on; null for any.</summary>
    public CoreGroups? Cores { get; init; }

    /// <summary>Whether they give way to everything else on the machine, above all to auditing and proving. Default: no.</summary>
    public bool LowPriority { get; init; }

    /// <summary>Makes the calling thread encoding thread number <paramref name="thread"/>, for as long as it lives; on Linux only.</summary>
    /// <exception cref="PlottingException">The system does not let it run on these cores.</exception>
    internal void Enter(int thread)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        if (Cores is not null && ThreadPlacement.SetCores(Cores.For(thread)) is { } refusal)
        {
            throw new PlottingException(
                $"Records cannot be encoded on cores {string.Join(',', Cores.For(thread))}: {refusal}. "
                + "Name cores that this process may use (--cpu-plotting-cores), or leave the option out.");
        }

        if (LowPriority && ThreadPlacement.GetPriority() < Niceness && ThreadPlacement.SetPriority(Niceness) is { } reason)
        {
            throw new PlottingException($"The priority of an encoding thread cannot be lowered: {reason}. Use --cpu-plotting-thread-priority default.");
        }
    }
}
