using System.Runtime.InteropServices;
using System.Text.Json;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels.Fields;
using Autonomys.Gpu.Launchers;
using Autonomys.Primitives.Hashing;
using Autonomys.Testing;
using ILGPU;
using ILGPU.Runtime;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Gpu.Tests.Shared;

public abstract class FftKernelTests(TestDevice device)
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(9, 1)]
    [InlineData(10, 2)]
    [InlineData(12, 1)]
    public void Values_and_coefficients_equal_those_of_the_processor(int logSize, int transforms)
    {
        ComputeDevice compute = device.Open();
        AcceleratorStream stream = compute.Accelerator.DefaultStream;
        int size = 1 << logSize;

        // Transforms smaller than a tile must fill a power of two of it.
        int count = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)transforms);
        Scalar[] values = ScalarData.FromLabel($"gpu-fft-{logSize}", size * count);
        ScalarData.Edges.AsSpan(0, Math.Min(ScalarData.Edges.Length, size)).CopyTo(values);
        using ScalarTables tables = new(compute);
        FftLauncher fft = new(compute, tables);
        using var data = compute.Accelerator.Allocate1D(ScalarTables.AsDevice(values));
        using var factor = compute.Accelerator.Allocate1D(ScalarTables.AsDevice([Scalar.FromUInt64((ulong)size).Invert()]));

        fft.Inverse(stream, data.View, logSize, factor.View);
        Scalar[] coefficients = ScalarData.AsHost(data.GetAsArray1D());
        for (int i = 0; i < count; i++)
        {
            Scalar[] expected = values.AsSpan(i * size, size).ToArray();
            ScalarFft.ForSize(size).Inverse(expected);
            for (int j = 0; j < size; j++)
            {
                Assert.Equal(expected[j], coefficients[(i * size) + Reversed(j, logSize)]);
            }
        }

        fft.Forward(stream, data.View, logSize);
        Assert.Equal(values, ScalarData.AsHost(data.GetAsArray1D()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(1024)]
    public void Parity_of_small_records_equals_that_of_the_processor(int size)
    {
        Scalar[] source = ScalarData.FromLabel($"gpu-extend-{size}", size);
        Scalar[] expected = new Scalar[size];
        new ErasureCode(scale: 16).Extend(source, expected);

        Assert.Equal(ScalarData.AsWords(expected), Extend(source));
    }

    [Fact]
    public void Parity_of_a_record_equals_the_reference()
    {
        JsonElement record = Vectors.Json("erasure.json").GetProperty("records")[0];
        Scalar[] source = ScalarData.FromLabel(record.GetProperty("label").GetString()!, 32768);

        uint[] parity = Extend(source);

        byte[] hash = new byte[32];
        Blake3.Hash(MemoryMarshal.AsBytes<uint>(parity), hash);
        Assert.Equal(record.Hex("parity_blake3"), hash);
        Assert.Equal(record.Hex("last_parity"), MemoryMarshal.AsBytes<uint>(parity)[^32..].ToArray());
    }

    private uint[] Extend(Scalar[] source)
    {
        ComputeDevice compute = device.Open();
        Accelerator accelerator = compute.Accelerator;
        using ScalarTables tables = new(compute);
        FftLauncher fft = new(compute, tables);
        using var bytes = accelerator.Allocate1D(ScalarData.AsWords(source));
        using var parity = accelerator.Allocate1D<uint>(bytes.Length);
        using var scalars = accelerator.Allocate1D<DeviceScalar>(source.Length);
        using var invalid = accelerator.Allocate1D<int>([0]);
        fft.Extend(
            accelerator.DefaultStream, bytes.View, parity.View, scalars.View, System.Numerics.BitOperations.Log2((uint)source.Length), invalid.View);
        Assert.Equal(0, invalid.GetAsArray1D()[0]);
        return parity.GetAsArray1D();
    }

    private static int Reversed(int index, int bits)
    {
        int reversed = 0;
        for (int bit = 0; bit < bits; bit++)
        {
            reversed |= ((index >> bit) & 1) << (bits - 1 - bit);
        }

        return reversed;
    }
}
