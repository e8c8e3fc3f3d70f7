using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace Autonomys.Gpu.Devices;

/// <summary>One accelerator, and the shape in which kernels are launched on it. Owns the accelerator and its context.</summary>
/// <remarks>
/// Kernels are written for any shape: those that work on single items take them at a stride of the whole grid, those of which a group works
/// together take what they share at a stride of the group.
/// </remarks>
internal sealed class ComputeDevice : IDisposable
{
    /// <summary>Threads that execute in step on every device that is supported.</summary>
    public const int WarpSize = 32;

    private readonly Context _context;

    private ComputeDevice(Context context, Accelerator accelerator, int groupSize, int maxGroups)
    {
        _context = context;
        Accelerator = accelerator;
        GroupSize = groupSize;
        MaxGroups = maxGroups;
    }

    public Accelerator Accelerator { get; }

    /// <summary>Threads in a group.</summary>
    public int GroupSize { get; }

    /// <summary>Groups in a grid; more are no use.</summary>
    public int MaxGroups { get; }

    public string Name => Accelerator.Name;

    /// <summary>Cores for the threads that serve it; none when they are to stay where they are.</summary>
    public IReadOnlyList<int> Cores { get; private init; } = [];

    /// <summary>Memory that nobody uses at this moment, in bytes; all of it where the device does not tell.</summary>
    public long FreeMemory => Accelerator is CudaAccelerator cuda ? cuda.GetFreeMemory() : Accelerator.MemorySize;

    /// <summary>Opens device <paramref name="device"/> of <paramref name="context"/>, and owns both from then on.</summary>
    /// <param name="context">The context.</param>
    /// <param name="device">The device.</param>
    /// <param name="cores">Cores for the threads that serve it; none when they are to stay where they are.</param>
    public static ComputeDevice Open(Context context, Device device, IReadOnlyList<int> cores)
    {
        const int Threads = 256;
        const int GroupsPerMultiprocessor = 64;
        Accelerator accelerator = device.CreateAccelerator(context);
        return new ComputeDevice(
            context, accelerator, Math.Min(Threads, accelerator.MaxNumThreadsPerGroup), GroupsPerMultiprocessor * accelerator.NumMultiprocessors)
        {
            Cores = cores,
        };
    }

    /// <summary>
    /// The accelerator that runs kernels on threads of the processor, for tests and to try things. Every thread of a group is one of the
    /// system there, and every barrier three meetings of all of them: groups of one thread, one for each core, are by far the fastest, and results
    /// do not depend on either.
    /// </summary>
    /// <param name="groupSize">Threads in a group, up to 32.</param>
    /// <param name="multiprocessors">Groups that run at once; default: one for each core.</param>
    public static ComputeDevice OpenCpu(int groupSize = 1, int? multiprocessors = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(groupSize is >= 1 and <= WarpSize, true);

        // Threads of a warp that no group uses would be woken for every launch too; fewer than two there cannot be.
        CPUDevice device = new(Math.Max(2, groupSize), 1, multiprocessors ?? Environment.ProcessorCount);
        Context context = Context.Create(builder => builder.CPU(device).Optimize(OptimizationLevel.O2));
        CPUAccelerator accelerator = device.CreateCPUAccelerator(context, CPUAcceleratorMode.Parallel);
        return new ComputeDevice(context, accelerator, groupSize, accelerator.NumMultiprocessors);
    }

    /// <summary>The grid for <paramref name="items"/> items that are worked on one by one.</summary>
    public KernelConfig ForItems(long items) => ForGroups((items + GroupSize - 1) / GroupSize);

    /// <summary>The grid for work that takes a group each.</summary>
    public KernelConfig ForGroups(long groups) => new((int)Math.Clamp(groups, 1, MaxGroups), GroupSize);

    public void Dispose()
    {
        Accelerator.Dispose();
        _context.Dispose();
    }
}
