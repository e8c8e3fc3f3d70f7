namespace Autonomys.Gpu.Devices;

/// <summary>Which devices are used.</summary>
public enum GpuBackend
{
    /// <summary>CUDA devices where there are any, else the processor, and says so.</summary>
    Auto,

    /// <summary>CUDA devices; it is an error when there are none.</summary>
    Cuda,

    /// <summary>OpenCL devices. Experimental: nobody has seen this work yet.</summary>
    OpenCl,

    /// <summary>Kernels on threads of the processor: to try and test the kernels, far slower than the processor's own code.</summary>
    CpuAccelerator,

    /// <summary>No devices: the processor's own code.</summary>
    None,
}
