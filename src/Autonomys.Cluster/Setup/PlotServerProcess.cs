namespace Autonomys.Cluster.Setup;

/// <summary>One plot-server of a machine.</summary>
/// <param name="Number">Its number: that of its GPU, or of its list of CPUs. Its port and base path follow from it.</param>
/// <param name="Gpu">Its GPU; null when it encodes on CPUs.</param>
/// <param name="Cpus">CPUs that it is bound to; null for all.</param>
public sealed record PlotServerProcess(int Number, MachineGpu? Gpu, CpuList? Cpus)
{
    /// <summary>Those of a machine; none when it has not the role.</summary>
    public static IReadOnlyList<PlotServerProcess> Of(Machine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        MachineGpu[] gpus = [.. machine.GpusFor(MachineRole.PlotServer)];
        IReadOnlyList<CpuList> cpus = machine.PlotServer.Cpus;
        return !machine.Has(MachineRole.PlotServer) ? []
            : gpus.Length > 0 ? [.. gpus.Select(gpu => new PlotServerProcess(gpu.Index, gpu, gpu.Cpus))]
            : cpus.Count > 0 ? [.. cpus.Select((list, i) => new PlotServerProcess(i, null, list))]
            : [new PlotServerProcess(0, null, null)];
    }
}
