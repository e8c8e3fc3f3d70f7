using ILGPU;

namespace Autonomys.Gpu.Kernels.Fields;

/// <summary>Scalars between the protocol's 32 big-endian bytes and Montgomery form, one for each thread.</summary>
internal static class ScalarKernel
{
    /// <summary>Reads scalars; those not below r are told of in <paramref name="invalid"/>.</summary>
    /// <param name="bytes">Eight words a scalar, its bytes as they lie.</param>
    /// <param name="scalars">Receives them.</param>
    /// <param name="invalid">One number, cleared by the caller: still zero if all are below r, else the count of scalars from the first that is not.</param>
    public static void FromBytes(ArrayView<uint> bytes, ArrayView<DeviceScalar> scalars, ArrayView<int> invalid)
    {
        int stride = Grid.DimX * Group.DimX;
        for (int i = (Grid.IdxX * Group.DimX) + Group.IdxX; i < scalars.IntLength; i += stride)
        {
            int first = i * DeviceScalar.Words;
            DeviceScalar integer = new(
                Words.Reverse(bytes[first + 7]),
                Words.Reverse(bytes[first + 6]),
                Words.Reverse(bytes[first + 5]),
                Words.Reverse(bytes[first + 4]),
                Words.Reverse(bytes[first + 3]),
                Words.Reverse(bytes[first + 2]),
                Words.Reverse(bytes[first + 1]),
                Words.Reverse(bytes[first]));
            if (!integer.IsReduced)
            {
                Atomic.Max(ref invalid[0], scalars.IntLength - i);
            }

            scalars[i] = DeviceScalar.Multiply(integer, DeviceScalar.RSquared);
        }
    }

    /// <summary>Writes scalars as eight words of bytes each.</summary>
    public static void ToBytes(ArrayView<DeviceScalar> scalars, ArrayView<uint> bytes)
    {
        int stride = Grid.DimX * Group.DimX;
        for (int i = (Grid.IdxX * Group.DimX) + Group.IdxX; i < scalars.IntLength; i += stride)
        {
            DeviceScalar integer = DeviceScalar.Multiply(scalars[i], DeviceScalar.IntegerOne);
            int first = i * DeviceScalar.Words;
            bytes[first] = Words.Reverse(integer.Word7);
            bytes[first + 1] = Words.Reverse(integer.Word6);
            bytes[first + 2] = Words.Reverse(integer.Word5);
            bytes[first + 3] = Words.Reverse(integer.Word4);
            bytes[first + 4] = Words.Reverse(integer.Word3);
            bytes[first + 5] = Words.Reverse(integer.Word2);
            bytes[first + 6] = Words.Reverse(integer.Word1);
            bytes[first + 7] = Words.Reverse(integer.Word0);
        }
    }
}
