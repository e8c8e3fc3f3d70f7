using System.Text.RegularExpressions;
using Autonomys.Gpu.Devices;
using ILGPU;
using ILGPU.Runtime.Cuda;

namespace Autonomys.Gpu.Tools;

/// <summary>The GPUs of this machine.</summary>
/// <param name="Gpus">Those that the driver shows; CUDA_VISIBLE_DEVICES hides others.</param>
/// <param name="DriverVersion">Of NVIDIA's kernel module; null without one.</param>
public sealed partial record GpuInventory(IReadOnlyList<GpuInfo> Gpus, string? DriverVersion)
{
    private const string DriverFile = "/proc/driver/nvidia/version";

    /// <summary>Looks once; starts nothing on the devices.</summary>
    public static GpuInventory Collect()
    {
        using Context context = Context.Create(builder => builder.Cuda());
        List<GpuInfo> gpus = [];
        foreach (CudaDevice device in context.GetCudaDevices())
        {
            gpus.Add(Describe(gpus.Count, device));
        }

        return new GpuInventory(gpus, ReadDriverVersion(DriverFile));
    }

    /// <summary>What to do when there is none.</summary>
    public string WhyNone => DriverVersion is null
        ? "No GPU: no NVIDIA driver is loaded (there is no /proc/driver/nvidia/version). Everything runs on the processor. "
            + "For an NVIDIA card install its driver, 525.60.13 or newer; a CUDA toolkit is not needed."
        : $"No GPU: driver {DriverVersion} is loaded but shows no device. See 'nvidia-smi', and what CUDA_VISIBLE_DEVICES "
            + $"({Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES") ?? "not set"}) leaves visible. Everything runs on the processor.";

    internal static string? ReadDriverVersion(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        string text = File.ReadAllText(file);
        Match match = Version().Match(text);
        return match.Success ? match.Value : text.Split('\n')[0];
    }

    private static GpuInfo Describe(int index, CudaDevice device)
    {
        PciPlacement placement = PciPlacement.Of(device);
        string architecture = device.Architecture?.ToString().ToLowerInvariant() ?? "unknown";
        return new GpuInfo(
            index,
            device.Name,
            device.MemorySize,
            architecture,
            device.NumMultiprocessors,
            PciPlacement.AddressOf(device),
            placement.Link,
            placement.NumaNode,
            placement.NearProcessors,
            DeviceRules.WhyNot(device) is { } reason ? $"not used: {reason}" : "plots and proves (--gpu-backend auto, the default)");
    }

    [GeneratedRegex(@"\d{3,}(\.\d+)+")]
    private static partial Regex Version();
}
