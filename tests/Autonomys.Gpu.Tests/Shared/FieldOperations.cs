using Autonomys.Gpu.Kernels.Fields;
using Autonomys.Gpu.Kernels.Points;
using ILGPU;

namespace Autonomys.Gpu.Tests.Shared;

/// <summary>Kernels that do each operation of the fields once for each pair; for tests.</summary>
internal static class FieldOperations
{
    /// <summary>Results of a pair: sum, difference, product and inverse of the left one.</summary>
    public const int Results = 4;

    public static void Scalars(ArrayView<DeviceScalar> left, ArrayView<DeviceScalar> right, ArrayView<DeviceScalar> results)
    {
        for (int i = (Grid.IdxX * Group.DimX) + Group.IdxX; i < left.IntLength; i += Grid.DimX * Group.DimX)
        {
            results[Results * i] = DeviceScalar.Add(left[i], right[i]);
            results[(Results * i) + 1] = DeviceScalar.Subtract(left[i], right[i]);
            results[(Results * i) + 2] = DeviceScalar.Multiply(left[i], right[i]);
            results[(Results * i) + 3] = DeviceScalar.Invert(left[i]);
        }
    }

    /// <summary>Results of a pair: sum, difference, product and negative of the left one.</summary>
    public static void Base(ArrayView<DeviceFp> left, ArrayView<DeviceFp> right, ArrayView<DeviceFp> results)
    {
        for (int i = (Grid.IdxX * Group.DimX) + Group.IdxX; i < left.IntLength; i += Grid.DimX * Group.DimX)
        {
            results[Results * i] = DeviceFp.Add(left[i], right[i]);
            results[(Results * i) + 1] = DeviceFp.Subtract(left[i], right[i]);
            results[(Results * i) + 2] = DeviceFp.Multiply(left[i], right[i]);
            results[(Results * i) + 3] = DeviceFp.Negate(left[i]);
        }
    }
}
