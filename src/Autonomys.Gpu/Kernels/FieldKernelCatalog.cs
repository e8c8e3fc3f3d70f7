using System.Reflection;
using Autonomys.Gpu.Kernels.Fields;
using Autonomys.Gpu.Kernels.Points;

namespace Autonomys.Gpu.Kernels;

/// <summary>The kernels of the fields and of G1.</summary>
internal static class FieldKernelCatalog
{
    public static IReadOnlyList<(string Name, MethodInfo Method)> All { get; } =
    [
        Entry(ScalarKernel.FromBytes),
        Entry(ScalarKernel.ToBytes),
        Entry(FftKernel.InverseRows),
        Entry(FftKernel.ForwardRows),
        Entry(FftKernel.Tiles),
        Entry(VanishingKernel.Leaves),
        Entry(VanishingKernel.Combine),
        Entry(OpeningKernel.Place),
        Entry(OpeningKernel.Fold),
        Entry(OpeningKernel.Divide),
        Entry(OpeningKernel.InvertAndMultiply),
        Entry(MsmKernel.Digits),
        Entry(MsmKernel.Starts),
        Entry(MsmKernel.Sort),
        Entry(MsmKernel.SumBuckets),
        Entry(MsmKernel.SumRuns),
    ];

    private static (string Name, MethodInfo Method) Entry(Delegate kernel) => ($"{kernel.Method.DeclaringType!.Name}.{kernel.Method.Name}", kernel.Method);
}
