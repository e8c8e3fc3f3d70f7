namespace Autonomys.Gpu.Devices;

/// <summary>How long a device may take before it is taken for one that hangs.</summary>
/// <param name="Start">To make room, to compile, and for the first result.</param>
/// <param name="Work">For each result after that.</param>
internal readonly record struct DevicePatience(TimeSpan Start, TimeSpan Work)
{
    /// <summary>A minute and ten seconds; an hour for kernels on threads of the processor, which may take half a minute where a device takes milliseconds.</summary>
    public static DevicePatience Of(GpuBackend backend) => backend == GpuBackend.CpuAccelerator
        ? new DevicePatience(TimeSpan.FromHours(1), TimeSpan.FromHours(1))
        : new DevicePatience(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10));
}
