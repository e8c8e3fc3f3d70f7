using Autonomys.Gpu.Devices;
using ILGPU;
using ILGPU.Runtime.Cuda;

namespace Autonomys.Gpu.Tests.Shared;

/// <summary>The device that a leaf of the kernel tests runs on. Opened once for all tests, and only when one needs it.</summary>
public sealed class TestDevice
{
    private readonly Lazy<ComputeDevice?> _device;
    private readonly string _missing;

    private TestDevice(Func<ComputeDevice?> open, string missing)
    {
        _device = new Lazy<ComputeDevice?>(open);
        _missing = missing;
    }

    /// <summary>Kernels on threads of the processor, in groups of four: barriers count, and do not yet take most of the time.</summary>
    public static TestDevice Cpu { get; } = new(() => ComputeDevice.OpenCpu(groupSize: 4), "");

    /// <summary>In groups of one, as `--gpu-backend cpu-accelerator` has them: fastest, for what is long.</summary>
    public static TestDevice CpuSingle { get; } = new(() => ComputeDevice.OpenCpu(), "");

    /// <summary>The same with whole warps as groups, as they are on devices.</summary>
    public static TestDevice CpuWarps { get; } = new(() => ComputeDevice.OpenCpu(ComputeDevice.WarpSize), "");

    /// <summary>The first CUDA device. Tests of it are skipped where there is none, or fail under AUTONOMYS_REQUIRE_GPU=1.</summary>
    public static TestDevice Cuda { get; } = new(OpenCuda, "No CUDA device: the kernels were tested on threads of the processor only.");

    /// <summary>The device; skips the test that asks when there is none.</summary>
    internal ComputeDevice Open()
    {
        if (_device.Value is { } device)
        {
            return device;
        }

        Assert.SkipUnless(Environment.GetEnvironmentVariable("AUTONOMYS_REQUIRE_GPU") == "1", _missing);
        throw new InvalidOperationException("AUTONOMYS_REQUIRE_GPU=1, and there is no CUDA device that ILGPU can use.");
    }

    private static ComputeDevice? OpenCuda()
    {
        Context context = Context.Create(builder => builder.Cuda().Optimize(OptimizationLevel.O2));
        if (context.GetCudaDevices().Count > 0)
        {
            return ComputeDevice.Open(context, context.GetCudaDevice(0), []);
        }

        context.Dispose();
        return null;
    }
}
