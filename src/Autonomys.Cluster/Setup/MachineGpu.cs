namespace Autonomys.Cluster.Setup;

/// <summary>A GPU of a machine.</summary>
/// <param name="Index">Its number, as nvidia-smi shows it.</param>
/// <param name="Cpus">CPUs for its programs, of the GPU's NUMA node; null leaves them on all.</param>
/// <param name="Concurrency">Records in flight, GPU_CONCURRENCY; null leaves it to the program.</param>
/// <param name="For">Plotting or proving only; null for both, where the machine does both.</param>
public sealed record MachineGpu(int Index, CpuList? Cpus, int? Concurrency, MachineRole? For);
