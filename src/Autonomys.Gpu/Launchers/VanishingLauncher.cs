using System.Numerics;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels.Fields;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Launchers;

/// <summary>The monic polynomial that is zero at given roots of unity, by its values; as <c>VanishingPolynomial</c> (ErasureCoding).</summary>
internal sealed class VanishingLauncher(ComputeDevice device, ScalarTables tables, FftLauncher fft)
{
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<int>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, int> _leaves =
        device.Accelerator.LoadKernel<ArrayView<int>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, int>(VanishingKernel.Leaves);

    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, int> _combine =
        device.Accelerator.LoadKernel<ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, int>(VanishingKernel.Combine);

    /// <summary>Values of Π (x − w^i) over the m powers i at the even powers of w, and two more than those at the odd ones.</summary>
    /// <param name="stream">Queues the work.</param>
    /// <param name="powers">m exponents below 2m of the 2m-th root w; m is a power of two up to 2^15.</param>
    /// <param name="even">Receives m values.</param>
    /// <param name="oddPlusTwo">Receives m values.</param>
    /// <param name="scratch">Room for m values.</param>
    public void Evaluate(
        AcceleratorStream stream,
        ArrayView<int> powers,
        ArrayView<DeviceScalar> even,
        ArrayView<DeviceScalar> oddPlusTwo,
        ArrayView<DeviceScalar> scratch)
    {
        int logCount = BitOperations.Log2((uint)powers.Length);
        int logDegree = Math.Min(logCount, FftKernel.LogTileSize);

        // Parents are made beside their nodes, in turn here and there, so that the last ones come to lie where they are wanted.
        (ArrayView<DeviceScalar> nodes, ArrayView<DeviceScalar> parents) = (logCount - logDegree) % 2 == 0 ? (even, scratch) : (scratch, even);
        _leaves(stream, device.ForGroups(powers.Length / FftKernel.TileSize), powers, tables.Roots, tables.OddFactors, nodes, logDegree);
        for (; logDegree < logCount; logDegree++)
        {
            oddPlusTwo.CopyFrom(stream, nodes);
            fft.ExtendToOdd(stream, oddPlusTwo, logDegree);
            _combine(stream, device.ForItems(parents.Length), nodes, oddPlusTwo, parents, logDegree);
            (nodes, parents) = (parents, nodes);
        }

        oddPlusTwo.CopyFrom(stream, even);
        fft.ExtendToOdd(stream, oddPlusTwo, logCount);
    }
}
