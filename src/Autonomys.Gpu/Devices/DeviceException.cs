using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace Autonomys.Gpu.Devices;

/// <summary>A device did not give what it was asked for.</summary>
internal sealed class DeviceException(DeviceFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public DeviceFailure Failure { get; } = failure;

    /// <summary>What an error of a driver is to the operator.</summary>
    /// <param name="device">Name of the device.</param>
    /// <param name="work">What it was to do: "a record".</param>
    /// <param name="size">Device memory that this takes, in bytes.</param>
    /// <param name="exception">The error.</param>
    public static DeviceException Of(string device, string work, long size, AcceleratorException exception) =>
        exception is CudaException { Error: nameof(CudaError.CUDA_ERROR_OUT_OF_MEMORY) }
            ? new DeviceException(
                DeviceFailure.OutOfMemory,
                $"{device} has no memory left for {work} ({size >> 20} MiB): see 'nvidia-smi' for what else uses it; a smaller GPU_CONCURRENCY of a plot-server beside this program leaves more.",
                exception)
            : new DeviceException(DeviceFailure.Lost, $"{device} answers with an error: {exception.Message.TrimEnd('.')}.", exception);
}
