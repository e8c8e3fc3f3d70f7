using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels.Fields;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Launchers;

/// <summary>Transforms of the scalar field on a device, and the erasure extension made of them. Holds no state of a call.</summary>
internal sealed class FftLauncher(ComputeDevice device, ScalarTables tables)
{
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, int> _inverseRows =
        device.Accelerator.LoadKernel<ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, int>(FftKernel.InverseRows);

    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, int> _forwardRows =
        device.Accelerator.LoadKernel<ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, int>(FftKernel.ForwardRows);

    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, int, int> _tiles =
        device.Accelerator.LoadKernel<ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, int, int>(FftKernel.Tiles);

    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<uint>, ArrayView<DeviceScalar>, ArrayView<int>> _fromBytes =
        device.Accelerator.LoadKernel<ArrayView<uint>, ArrayView<DeviceScalar>, ArrayView<int>>(ScalarKernel.FromBytes);

    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<DeviceScalar>, ArrayView<uint>> _toBytes =
        device.Accelerator.LoadKernel<ArrayView<DeviceScalar>, ArrayView<uint>>(ScalarKernel.ToBytes);

    /// <summary>Values in natural order to coefficients in bit-reversed order times <paramref name="factors"/>, or times the size without any.</summary>
    /// <param name="stream">Queues the work.</param>
    /// <param name="data">Transforms of 2^<paramref name="logSize"/>, one after another.</param>
    /// <param name="logSize">Up to 16.</param>
    /// <param name="factors">One for each coefficient; or <see cref="ScalarTables.None"/>.</param>
    public void Inverse(AcceleratorStream stream, ArrayView<DeviceScalar> data, int logSize, ArrayView<DeviceScalar> factors)
    {
        Rows(_inverseRows, stream, data, logSize);
        _tiles(stream, ForTiles(data), data, tables.Roots, factors, Math.Min(logSize, FftKernel.LogTileSize), 0);
    }

    /// <summary>Coefficients in bit-reversed order to values in natural order.</summary>
    public void Forward(AcceleratorStream stream, ArrayView<DeviceScalar> data, int logSize)
    {
        _tiles(stream, ForTiles(data), data, tables.Roots, tables.None, 0, Math.Min(logSize, FftKernel.LogTileSize));
        Rows(_forwardRows, stream, data, logSize);
    }

    /// <summary>Values at the roots to values at the roots times u, in one pass less: factors are u^i / size, bit-reversed.</summary>
    public void Move(AcceleratorStream stream, ArrayView<DeviceScalar> data, int logSize, ArrayView<DeviceScalar> factors)
    {
        int stages = Math.Min(logSize, FftKernel.LogTileSize);
        Rows(_inverseRows, stream, data, logSize);
        _tiles(stream, ForTiles(data), data, tables.Roots, factors, stages, stages);
        Rows(_forwardRows, stream, data, logSize);
    }

    /// <summary>As <c>ScalarFft.ExtendToOdd</c>, of transforms of 2^<paramref name="logSize"/> up to 2^15.</summary>
    public void ExtendToOdd(AcceleratorStream stream, ArrayView<DeviceScalar> data, int logSize) =>
        Move(stream, data, logSize, tables.OddFactors.SubView(1 << logSize, 1 << logSize));

    /// <summary>The parity chunks of source chunks, as <c>ErasureCoding.Extend</c> makes them.</summary>
    /// <param name="stream">Queues the work.</param>
    /// <param name="source">Source chunks as the protocol has them, eight words each; of any number of records of 2^logSize chunks.</param>
    /// <param name="parity">Receives as many.</param>
    /// <param name="scalars">Room for as many scalars; overwritten.</param>
    /// <param name="logSize">15 for the records of the network.</param>
    /// <param name="invalid">One number, cleared by the caller; see <see cref="ScalarKernel.FromBytes"/>.</param>
    public void Extend(
        AcceleratorStream stream, ArrayView<uint> source, ArrayView<uint> parity, ArrayView<DeviceScalar> scalars, int logSize, ArrayView<int> invalid)
    {
        FromBytes(stream, source, scalars, invalid);
        ExtendToOdd(stream, scalars, logSize);
        ToBytes(stream, scalars, parity);
    }

    /// <summary>The protocol's bytes to scalars; see <see cref="ScalarKernel.FromBytes"/>.</summary>
    public void FromBytes(AcceleratorStream stream, ArrayView<uint> bytes, ArrayView<DeviceScalar> scalars, ArrayView<int> invalid) =>
        _fromBytes(stream, device.ForItems(scalars.Length), bytes, scalars, invalid);

    public void ToBytes(AcceleratorStream stream, ArrayView<DeviceScalar> scalars, ArrayView<uint> bytes) =>
        _toBytes(stream, device.ForItems(scalars.Length), scalars, bytes);

    private KernelConfig ForTiles(ArrayView<DeviceScalar> data) => device.ForGroups(data.Length / FftKernel.TileSize);

    private void Rows(
        Action<AcceleratorStream, KernelConfig, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, int> kernel,
        AcceleratorStream stream,
        ArrayView<DeviceScalar> data,
        int logSize)
    {
        if (logSize > FftKernel.LogTileSize)
        {
            kernel(stream, ForTiles(data), data, tables.Roots, logSize - FftKernel.LogTileSize);
        }
    }
}
