using System.Runtime.InteropServices;
using Autonomys.Cryptography.Bls12381.MultiScalar;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels.Points;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Launchers;

/// <summary>The tables of points that stay the same in device memory, 48 MiB for 32,768 points; any number of launchers read them.</summary>
internal sealed class PointTables : IDisposable
{
    private readonly DeviceMemory _owned;

    /// <exception cref="AcceleratorException">The device has too little memory left.</exception>
    public PointTables(ComputeDevice device, FixedBaseMsm tables)
    {
        Count = tables.Count;
        DigitWidth = tables.DigitWidth;
        Windows = tables.Windows;
        using DeviceMemory made = new(device.Accelerator);
        Entries = made.Copy(MemoryMarshal.Cast<byte, DeviceAffine>(tables.TableBytes).ToArray());
        GC.KeepAlive(tables);
        _owned = made.Keep();
    }

    /// <summary>Points.</summary>
    public int Count { get; }

    /// <summary>Bits of a digit.</summary>
    public int DigitWidth { get; }

    /// <summary>Digits of a scalar.</summary>
    public int Windows { get; }

    /// <summary>Window after window, of each point its multiple.</summary>
    public ArrayView<DeviceAffine> Entries { get; }

    public void Dispose() => _owned.Dispose();
}
