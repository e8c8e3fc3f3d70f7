using System.Runtime.InteropServices;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels;
using Autonomys.Primitives.Sectors;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Launchers;

/// <summary>The keystream of a seed.</summary>
internal sealed class ChaCha8Launcher(ComputeDevice device) : IDisposable
{
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<uint>, ArrayView<uint>> _fill =
        device.Accelerator.LoadKernel<ArrayView<uint>, ArrayView<uint>>(ChaCha8Kernel.Fill);

    private readonly MemoryBuffer1D<uint, Stride1D.Dense> _key = device.Accelerator.Allocate1D<uint>(PosSeed.Size / sizeof(uint));

    /// <summary>Fills <paramref name="keystream"/>, a whole number of blocks of 16 words.</summary>
    /// <exception cref="ArgumentException">It is not a whole number of blocks.</exception>
    public void Fill(AcceleratorStream stream, PosSeed seed, ArrayView<uint> keystream)
    {
        if (keystream.Length % ChaCha8Kernel.WordsPerBlock != 0)
        {
            throw new ArgumentException($"The keystream comes in blocks of {ChaCha8Kernel.WordsPerBlock} words, got room for {keystream.Length}.", nameof(keystream));
        }

        _key.View.CopyFromCPU(stream, MemoryMarshal.Cast<byte, uint>(seed.AsSpan()).ToArray());
        _fill(stream, device.ForItems(keystream.Length / ChaCha8Kernel.WordsPerBlock), _key.View, keystream);
    }

    public void Dispose() => _key.Dispose();
}
