using Autonomys.Farming.Plotting;
using Autonomys.Gpu.Tools;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Autonomys.Gpu.Devices;

/// <summary>Finds and opens the devices of a backend.</summary>
internal static class ComputeDevices
{
    /// <summary>All devices of <paramref name="backend"/> that can be opened, each in a context of its own; those that cannot are told.</summary>
    /// <remarks>CUDA_VISIBLE_DEVICES is the driver's: it does not show the others.</remarks>
    public static IReadOnlyList<ComputeDevice> Open(GpuBackend backend, Action<string> warning)
    {
        if (backend == GpuBackend.CpuAccelerator)
        {
            return [ComputeDevice.OpenCpu()];
        }

        List<ComputeDevice> devices = [];
        for (int index = 0; ; index++)
        {
            Context context = CreateContext(backend);
            List<Device> found = Found(context, backend);
            if (index >= found.Count)
            {
                context.Dispose();
                return devices;
            }

            if (found[index] is CudaDevice cuda && DeviceRules.WhyNot(cuda) is { } reason)
            {
                warning($"{cuda.Name} is not used: {reason}.");
                context.Dispose();
                continue;
            }

            try
            {
                string? near = found[index] is CudaDevice placed ? PciPlacement.Of(placed).NearProcessors : null;
                devices.Add(ComputeDevice.Open(context, found[index], NearCores.Choose(near, CoreGroups.Available)));
            }
            catch (AcceleratorException exception)
            {
                warning($"{found[index].Name} cannot be opened: {exception.Message} It is not used.");
                context.Dispose();
            }
        }
    }

    /// <summary>Why there may be no device, and what to do.</summary>
    public static string WhyNone(GpuBackend backend) => backend == GpuBackend.OpenCl
        ? "No OpenCL device was found: --gpu-backend opencl needs the vendor's OpenCL driver (a libOpenCL.so.1 and an ICD). --gpu-backend none uses the processor."
        : "No CUDA device was found: --gpu-backend cuda needs an NVIDIA card, its driver 525.60.13 or newer, and a CUDA_VISIBLE_DEVICES that names it. "
            + "See 'nvidia-smi'. --gpu-backend none uses the processor.";

    private static Context CreateContext(GpuBackend backend) => Context.Create(builder =>
    {
        builder.Optimize(OptimizationLevel.O2);
        if (backend == GpuBackend.OpenCl)
        {
            builder.OpenCL();
        }
        else
        {
            builder.Cuda();
        }
    });

    private static List<Device> Found(Context context, GpuBackend backend)
    {
        List<Device> devices = [];
        if (backend == GpuBackend.OpenCl)
        {
            foreach (CLDevice device in context.GetCLDevices())
            {
                devices.Add(device);
            }
        }
        else
        {
            foreach (CudaDevice device in context.GetCudaDevices())
            {
                devices.Add(device);
            }
        }

        return devices;
    }
}
