using Autonomys.Gpu.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Launchers;

/// <summary>The kernels of one K, loaded on an accelerator.</summary>
internal sealed class TableKernels
{
    public required Action<AcceleratorStream, KernelConfig, ArrayView<uint>, ArrayView<TableRow>, ArrayView<int>> First { get; init; }

    /// <summary>Tables 2 to 6, at index 0 to 4.</summary>
    public required Action<AcceleratorStream, KernelConfig, ArrayView<TableRow>, ArrayView<int>, ArrayView<TableRow>, ArrayView<int>, ArrayView<ulong>, ArrayView<int>>[]
        Next
    { get; init; }

    public required Action<AcceleratorStream, KernelConfig, ArrayView<TableRow>, ArrayView<int>, ArrayView<uint>, ArrayView<ulong>, ArrayView<int>> Last { get; init; }

    public required Action<AcceleratorStream, KernelConfig, ArrayView<uint>, ArrayView<ushort>, ArrayView<int>, ArrayView<ulong>, int, ArrayView<uint>> Walk { get; init; }

    public required Action<AcceleratorStream, KernelConfig, ArrayView<uint>, ArrayView<ushort>, ArrayView<int>, ArrayView<uint>, ArrayView<uint>, ArrayView<uint>>
        Emit
    { get; init; }

    public required Action<AcceleratorStream, KernelConfig, ArrayView<uint>, ArrayView<uint>, ArrayView<ushort>, ArrayView<int>, ArrayView<uint>, ArrayView<int>>
        Unmask
    { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">There are no kernels for this K.</exception>
    public static TableKernels Load(Accelerator accelerator, int k) => k switch
    {
        15 => Load<K15>(accelerator),
        16 => Load<K16>(accelerator),
        17 => Load<K17>(accelerator),
        20 => Load<K20>(accelerator),
        _ => throw new ArgumentOutOfRangeException(nameof(k), k, "Kernels are compiled for K = 15, 16, 17 and 20."),
    };

    private static TableKernels Load<TK>(Accelerator accelerator)
        where TK : unmanaged, IConstant => new()
        {
            First = accelerator.LoadKernel<ArrayView<uint>, ArrayView<TableRow>, ArrayView<int>>(FirstTableKernel.Fill<TK>),
            Next =
            [
                LoadNext<TK, Table2>(accelerator),
                LoadNext<TK, Table3>(accelerator),
                LoadNext<TK, Table4>(accelerator),
                LoadNext<TK, Table5>(accelerator),
                LoadNext<TK, Table6>(accelerator),
            ],
            Last = accelerator.LoadKernel<ArrayView<TableRow>, ArrayView<int>, ArrayView<uint>, ArrayView<ulong>, ArrayView<int>>(
                NextTableKernel.MakeLast<TK>),
            Walk = accelerator.LoadKernel<ArrayView<uint>, ArrayView<ushort>, ArrayView<int>, ArrayView<ulong>, int, ArrayView<uint>>(ProofKernel.Walk),
            Emit = accelerator.LoadKernel<ArrayView<uint>, ArrayView<ushort>, ArrayView<int>, ArrayView<uint>, ArrayView<uint>, ArrayView<uint>>(
                ProofKernel.Emit<TK>),
            Unmask = accelerator.LoadKernel<ArrayView<uint>, ArrayView<uint>, ArrayView<ushort>, ArrayView<int>, ArrayView<uint>, ArrayView<int>>(
                ProofKernel.Unmask<TK>),
        };

    private static Action<AcceleratorStream, KernelConfig, ArrayView<TableRow>, ArrayView<int>, ArrayView<TableRow>, ArrayView<int>, ArrayView<ulong>, ArrayView<int>>
        LoadNext<TK, TTable>(Accelerator accelerator)
        where TK : unmanaged, IConstant
        where TTable : unmanaged, IConstant =>
        accelerator.LoadKernel<ArrayView<TableRow>, ArrayView<int>, ArrayView<TableRow>, ArrayView<int>, ArrayView<ulong>, ArrayView<int>>(
            NextTableKernel.Make<TK, TTable>);
}
