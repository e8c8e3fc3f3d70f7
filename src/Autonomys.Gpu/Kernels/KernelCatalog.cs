using System.Reflection;

namespace Autonomys.Gpu.Kernels;

/// <summary>Every kernel that is launched for the network's K, so that all of them can be compiled for a device that is not there.</summary>
internal static class KernelCatalog
{
    /// <summary>Name and entry point of each: explicitly grouped, static, closed over its type arguments.</summary>
    public static IReadOnlyList<(string Name, MethodInfo Method)> All { get; } =
    [
        Entry(nameof(ChaCha8Kernel), ChaCha8Kernel.Fill),
        Entry(nameof(FirstTableKernel), FirstTableKernel.Fill<K20>),
        Entry(nameof(NextTableKernel) + "-2", NextTableKernel.Make<K20, Table2>),
        Entry(nameof(NextTableKernel) + "-3", NextTableKernel.Make<K20, Table3>),
        Entry(nameof(NextTableKernel) + "-4", NextTableKernel.Make<K20, Table4>),
        Entry(nameof(NextTableKernel) + "-5", NextTableKernel.Make<K20, Table5>),
        Entry(nameof(NextTableKernel) + "-6", NextTableKernel.Make<K20, Table6>),
        Entry(nameof(NextTableKernel) + "-7", NextTableKernel.MakeLast<K20>),
        Entry(nameof(SelectionKernel) + "-mark", SelectionKernel.Mark),
        Entry(nameof(SelectionKernel) + "-list", SelectionKernel.List),
        Entry(nameof(ProofKernel) + "-walk", ProofKernel.Walk),
        Entry(nameof(ProofKernel) + "-emit", ProofKernel.Emit<K20>),
        Entry(nameof(ProofKernel) + "-unmask", ProofKernel.Unmask<K20>),
        .. FieldKernelCatalog.All,
    ];

    private static (string Name, MethodInfo Method) Entry(string name, Delegate kernel) => (name, kernel.Method);
}
