using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;

namespace Autonomys.Gpu.Devices;

/// <summary>Compiles kernels to PTX, the assembly language of NVIDIA's devices, without having one.</summary>
internal sealed class PtxCompiler : IDisposable
{
    private readonly Context _context;
    private readonly PTXBackend _backend;

    /// <summary>For devices of compute capability <paramref name="major"/>.<paramref name="minor"/>.</summary>
    public PtxCompiler(int major, int minor)
    {
        CudaArchitecture architecture = new(major, minor);
        _context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2));

        // PTX 8.0 is what the oldest supported driver (525, CUDA 12.0) reads.
        _backend = new PTXBackend(_context, architecture, CudaInstructionSet.ISA_80, null!);
    }

    public string Compile(MethodInfo kernel)
    {
        EntryPointDescription entry = EntryPointDescription.FromExplicitlyGroupedKernel(kernel);
        return ((PTXCompiledKernel)_backend.Compile(entry, default)).PTXAssembly;
    }

    public void Dispose()
    {
        _backend.Dispose();
        _context.Dispose();
    }
}
