using ILGPU;

namespace Autonomys.Gpu.Kernels.Fields;

/// <summary>The tree of products of <c>VanishingPolynomial</c> (ErasureCoding), kept by values; the rule is told there.</summary>
internal static class VanishingKernel
{
    /// <summary>The lower levels: from x − w^i for each given power i to the values of nodes whose degree is a tile, or all of them if less.</summary>
    /// <param name="powers">m exponents below 2m; less than a tile, or a whole number of tiles.</param>
    /// <param name="roots">The table of roots; w is that of order 2m.</param>
    /// <param name="oddFactors">The table of factors that move coefficients half a step on; those of size D at [D, 2D).</param>
    /// <param name="values">m values.</param>
    /// <param name="logDegree">Binary logarithm of the degree of the nodes to make, at most that of a tile.</param>
    public static void Leaves(
        ArrayView<int> powers, ArrayView<DeviceScalar> roots, ArrayView<DeviceScalar> oddFactors, ArrayView<DeviceScalar> values, int logDegree)
    {
        ArrayView<uint> even = SharedMemory.Allocate<uint>(FftKernel.TileSize * DeviceScalar.Words);
        ArrayView<uint> odd = SharedMemory.Allocate<uint>(FftKernel.TileSize * DeviceScalar.Words);
        int count = powers.IntLength;
        int length = IntrinsicMath.Min(FftKernel.TileSize, count);
        DeviceScalar two = DeviceScalar.Add(DeviceScalar.One, DeviceScalar.One);
        for (int index = Grid.IdxX; index < count / length; index += Grid.DimX)
        {
            int first = index * length;
            for (int i = Group.IdxX; i < length; i += Group.DimX)
            {
                int power = powers[first + i];
                FftKernel.Store(even, i, power < count
                    ? DeviceScalar.Subtract(DeviceScalar.One, roots[count + power])
                    : DeviceScalar.Add(DeviceScalar.One, roots[power]));
            }

            Group.Barrier();
            for (int level = 0; level < logDegree; level++)
            {
                int degree = 1 << level;
                for (int i = Group.IdxX; i < length; i += Group.DimX)
                {
                    FftKernel.Store(odd, i, FftKernel.Load(even, i));
                }

                Group.Barrier();
                FftKernel.InverseStages(odd, roots, level, length);
                for (int i = Group.IdxX; i < length; i += Group.DimX)
                {
                    FftKernel.Store(odd, i, DeviceScalar.Multiply(FftKernel.Load(odd, i), oddFactors[degree + (i & (degree - 1))]));
                }

                Group.Barrier();
                FftKernel.ForwardStages(odd, roots, level, length);

                // Two neighbours make a parent: their products at even and at odd places, which are written where the two stood.
                for (int i = Group.IdxX; i < length / 2; i += Group.DimX)
                {
                    int left = ((i >> level) << (level + 1)) | (i & (degree - 1));
                    DeviceScalar evenProduct = DeviceScalar.Multiply(FftKernel.Load(even, left), FftKernel.Load(even, left + degree));
                    DeviceScalar oddProduct = DeviceScalar.Multiply(
                        DeviceScalar.Subtract(FftKernel.Load(odd, left), two),
                        DeviceScalar.Subtract(FftKernel.Load(odd, left + degree), two));
                    FftKernel.Store(odd, left, evenProduct);
                    FftKernel.Store(odd, left + degree, oddProduct);
                }

                Group.Barrier();
                for (int i = Group.IdxX; i < length; i += Group.DimX)
                {
                    int within = i & ((2 * degree) - 1);
                    FftKernel.Store(even, i, FftKernel.Load(odd, i - within + (within >> 1) + ((within & 1) * degree)));
                }

                Group.Barrier();
            }

            for (int i = Group.IdxX; i < length; i += Group.DimX)
            {
                values[first + i] = FftKernel.Load(even, i);
            }

            Group.Barrier();
        }
    }

    /// <summary>A level above: nodes of degree 2^logDegree to their parents.</summary>
    /// <param name="even">Their values.</param>
    /// <param name="odd">What those extend to half a step on, not yet less two.</param>
    /// <param name="parents">Receives the values of the parents.</param>
    /// <param name="logDegree">Of the nodes.</param>
    public static void Combine(
        ArrayView<DeviceScalar> even, ArrayView<DeviceScalar> odd, ArrayView<DeviceScalar> parents, int logDegree)
    {
        int degree = 1 << logDegree;
        DeviceScalar two = DeviceScalar.Add(DeviceScalar.One, DeviceScalar.One);
        int stride = Grid.DimX * Group.DimX;
        for (int i = (Grid.IdxX * Group.DimX) + Group.IdxX; i < parents.IntLength; i += stride)
        {
            int within = i & ((2 * degree) - 1);
            int left = i - within + (within >> 1);
            parents[i] = (within & 1) == 0
                ? DeviceScalar.Multiply(even[left], even[left + degree])
                : DeviceScalar.Multiply(DeviceScalar.Subtract(odd[left], two), DeviceScalar.Subtract(odd[left + degree], two));
        }
    }
}
