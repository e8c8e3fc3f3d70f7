using Autonomys.Cryptography.ChaCha;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Launchers;
using Autonomys.Primitives.Sectors;
using Autonomys.Testing;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Tests.Shared;

public abstract class ChaCha8KernelTests(TestDevice device)
{
    [Theory]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(1024)]
    public void Keystream_equals_that_of_the_processor(int blocks)
    {
        ComputeDevice compute = device.Open();
        byte[] seed = Vectors.Bytes($"gpu-chacha-{blocks}", PosSeed.Size);
        byte[] expected = new byte[blocks * ChaCha8.BlockSize];
        ChaCha8.Keystream(seed, expected);

        using ChaCha8Launcher launcher = new(compute);
        using MemoryBuffer1D<uint, Stride1D.Dense> keystream = compute.Accelerator.Allocate1D<uint>(blocks * ChaCha8.WordsPerBlock);
        launcher.Fill(compute.Accelerator.DefaultStream, PosSeed.From(seed), keystream.View);

        Assert.Equal(expected, System.Runtime.InteropServices.MemoryMarshal.AsBytes<uint>(keystream.GetAsArray1D()));
    }
}
