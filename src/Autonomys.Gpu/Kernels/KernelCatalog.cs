using System.Reflection;

namespace Autonomys.Gpu.Kernels;

/// <summary>Every kernel that is launched, so that all of them can be compiled for a device that is not there.</summary>
internal static class KernelCatalog
{
    /// <summary>Name and entry point of each: explicitly grouped, static, closed over its type arguments.</summary>
    public static IReadOnlyList<(string Name, MethodInfo Method)> All { get; } =
    [
        Entry(nameof(ChaCha8Kernel), ChaCha8Kernel.Fill),
        .. FieldKernelCatalog.All,
    ];

    private static (string Name, MethodInfo Method) Entry(string name, Delegate kernel) => (name, kernel.Method);
}
