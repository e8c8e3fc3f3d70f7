using ILGPU;

namespace Autonomys.Gpu.Kernels.Fields;

/// <summary>
/// The steps, value by value, from half of a record's shards to the quotient of its polynomial by x − z, whose commitment is the witness at z.
/// </summary>
/// <remarks>
/// As <c>ErasureCoding.RecoverFromAnyHalf</c> does it, with P the polynomial, Z the one that is zero at the n shards not used, and v the points of a
/// coset of the n-th roots: P·Z is known at all 2n roots and so at v. There the quotient is (P(v) − y) / (v − z) =
/// (P·Z(v) − y·Z(v)) / (Z(v)·(v − z)): its values come without those of P, and with one inversion.
/// </remarks>
internal static class OpeningKernel
{
    /// <summary>Places shards times Z: product[p] = shard · Z(w^p) for each shard's position p; the rest of product is cleared beforehand.</summary>
    /// <param name="shards">n shards.</param>
    /// <param name="positions">The position of each, below 2n.</param>
    /// <param name="even">Z at the even powers of w.</param>
    /// <param name="odd">Z + 2 at the odd powers of w.</param>
    /// <param name="product">2n values.</param>
    public static void Place(
        ArrayView<DeviceScalar> shards,
        ArrayView<int> positions,
        ArrayView<DeviceScalar> even,
        ArrayView<DeviceScalar> odd,
        ArrayView<DeviceScalar> product)
    {
        DeviceScalar two = DeviceScalar.Add(DeviceScalar.One, DeviceScalar.One);
        int stride = Grid.DimX * Group.DimX;
        for (int i = (Grid.IdxX * Group.DimX) + Group.IdxX; i < shards.IntLength; i += stride)
        {
            int position = positions[i];
            DeviceScalar value = (position & 1) == 0 ? even[position >> 1] : DeviceScalar.Subtract(odd[position >> 1], two);
            product[position] = DeviceScalar.Multiply(shards[i], value);
        }
    }

    /// <summary>
    /// The 2n coefficients of P·Z, bit-reversed, to n coefficients, moved onto the coset: modulo x^n − u^n coefficient i + n folds onto i.
    /// </summary>
    /// <param name="product">2n coefficients.</param>
    /// <param name="fold">One scalar: u^n.</param>
    /// <param name="factors">u^i / n, bit-reversed.</param>
    /// <param name="coefficients">n coefficients, bit-reversed.</param>
    public static void Fold(
        ArrayView<DeviceScalar> product, ArrayView<DeviceScalar> fold, ArrayView<DeviceScalar> factors, ArrayView<DeviceScalar> coefficients)
    {
        DeviceScalar by = fold[0];
        int stride = Grid.DimX * Group.DimX;
        for (int i = (Grid.IdxX * Group.DimX) + Group.IdxX; i < coefficients.IntLength; i += stride)
        {
            DeviceScalar folded = DeviceScalar.Add(product[2 * i], DeviceScalar.Multiply(by, product[(2 * i) + 1]));
            coefficients[i] = DeviceScalar.Multiply(folded, factors[i]);
        }
    }

    /// <summary>On the coset, numerators and denominators of the quotient's values.</summary>
    /// <param name="numerators">2·P·Z in, 2·(P·Z − y·Z) out.</param>
    /// <param name="denominators">Z + 1 − u^n in, 2·Z·(v − z) out.</param>
    /// <param name="points">v: the points of the coset.</param>
    /// <param name="numbers">u^n, y and z.</param>
    public static void Divide(
        ArrayView<DeviceScalar> numerators, ArrayView<DeviceScalar> denominators, ArrayView<DeviceScalar> points, ArrayView<DeviceScalar> numbers)
    {
        DeviceScalar rest = DeviceScalar.Subtract(numbers[0], DeviceScalar.One);
        DeviceScalar y = numbers[1];
        DeviceScalar z = numbers[2];
        int stride = Grid.DimX * Group.DimX;
        for (int i = (Grid.IdxX * Group.DimX) + Group.IdxX; i < points.IntLength; i += stride)
        {
            DeviceScalar vanishing = DeviceScalar.Add(denominators[i], rest);
            vanishing = DeviceScalar.Add(vanishing, vanishing);
            numerators[i] = DeviceScalar.Subtract(numerators[i], DeviceScalar.Multiply(y, vanishing));
            denominators[i] = DeviceScalar.Multiply(vanishing, DeviceScalar.Subtract(points[i], z));
        }
    }

    /// <summary>quotients[i] /= denominators[i], none of which is zero; each thread inverts the product of a few at a stride, once.</summary>
    /// <param name="quotients">Numerators in, quotients out.</param>
    /// <param name="denominators">Denominators in; overwritten.</param>
    /// <param name="scratch">As many places.</param>
    /// <param name="run">Values for each thread, a divisor of their number.</param>
    public static void InvertAndMultiply(
        ArrayView<DeviceScalar> quotients, ArrayView<DeviceScalar> denominators, ArrayView<DeviceScalar> scratch, int run)
    {
        int threads = quotients.IntLength / run;
        int stride = Grid.DimX * Group.DimX;
        for (int first = (Grid.IdxX * Group.DimX) + Group.IdxX; first < threads; first += stride)
        {
            DeviceScalar product = DeviceScalar.One;
            for (int i = first; i < quotients.IntLength; i += threads)
            {
                scratch[i] = product;
                product = DeviceScalar.Multiply(product, denominators[i]);
            }

            DeviceScalar inverse = DeviceScalar.Invert(product);
            for (int i = first + ((run - 1) * threads); i >= 0; i -= threads)
            {
                quotients[i] = DeviceScalar.Multiply(quotients[i], DeviceScalar.Multiply(inverse, scratch[i]));
                inverse = DeviceScalar.Multiply(inverse, denominators[i]);
            }
        }
    }
}
