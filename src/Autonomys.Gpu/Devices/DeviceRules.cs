using System.Globalization;
using ILGPU.Runtime.Cuda;

namespace Autonomys.Gpu.Devices;

/// <summary>Which devices are used, and what to do about the others.</summary>
internal static class DeviceRules
{
    /// <summary>The oldest driver, which is the first that knows CUDA 12.0 and PTX 8.0.</summary>
    public const string OldestDriver = "525.60.13";

    /// <summary>What to do about a device that was left. CUDA gives a process nothing but errors, once a kernel of it failed.</summary>
    public const string HowToGetItBack = "Look at 'dmesg' and 'nvidia-smi', then restart this program ('supervisorctl restart NAME') to have the device back.";

    private const int OldestCudaMajor = 12;
    private const int OldestMajor = 7;
    private const int OldestMinor = 5;
    private const long LeastMemory = 2L << 30;

    /// <summary>Why a device is not used, and what to do; null when it is.</summary>
    public static string? WhyNot(CudaDevice device) => WhyNot(
        device.DriverVersion.Major, device.DriverVersion.Minor, device.Architecture?.Major ?? 0, device.Architecture?.Minor ?? 0, device.MemorySize);

    /// <param name="cudaMajor">Newest CUDA that the driver knows.</param>
    /// <param name="cudaMinor">Its second number.</param>
    /// <param name="major">Compute capability of the device.</param>
    /// <param name="minor">Its second number.</param>
    /// <param name="memory">All of its memory, in bytes.</param>
    public static string? WhyNot(int cudaMajor, int cudaMinor, int major, int minor, long memory)
    {
        if (cudaMajor < OldestCudaMajor)
        {
            return $"its driver knows CUDA {cudaMajor}.{cudaMinor} and 12.0 is needed: install NVIDIA's driver {OldestDriver} or newer; no CUDA toolkit is needed";
        }

        if ((major, minor).CompareTo((OldestMajor, OldestMinor)) < 0)
        {
            return $"it has compute capability {major}.{minor}, and 7.5 (Turing) is the oldest that is looked at: use another card";
        }

        return memory < LeastMemory
            ? string.Create(CultureInfo.InvariantCulture, $"it has {memory / (double)(1L << 30):F1} GiB of memory, and 2 GiB are needed: use another card")
            : null;
    }
}
