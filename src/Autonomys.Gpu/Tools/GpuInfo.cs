namespace Autonomys.Gpu.Tools;

/// <summary>A GPU of this machine as `list-gpus` shows it.</summary>
/// <param name="Index">Its number among those that CUDA_VISIBLE_DEVICES shows.</param>
/// <param name="Name">The vendor's name.</param>
/// <param name="MemoryBytes">Memory of the device.</param>
/// <param name="Architecture">As NVIDIA's tools name it: sm_90.</param>
/// <param name="Multiprocessors">Their number.</param>
/// <param name="PciAddress">Domain, bus, device and function; null when it is not known.</param>
/// <param name="PcieLink">Speed and lanes in use and possible, from /sys; null when it is not known.</param>
/// <param name="NumaNode">Node of the machine's memory that it is near; null on machines with one, and when it is not known.</param>
/// <param name="NearProcessors">Processors of that node, as Linux lists them.</param>
/// <param name="Use">What this program would do with it, or why nothing.</param>
public sealed record GpuInfo(
    int Index,
    string Name,
    long MemoryBytes,
    string Architecture,
    int Multiprocessors,
    string? PciAddress,
    string? PcieLink,
    int? NumaNode,
    string? NearProcessors,
    string Use);
