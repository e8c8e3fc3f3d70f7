using System.Runtime.InteropServices;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels.Fields;
using Autonomys.Gpu.Launchers;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Tests.Shared;

public abstract class ScalarKernelTests(TestDevice device)
{
    [Fact]
    public void Arithmetic_equals_that_of_the_processor()
    {
        ComputeDevice compute = device.Open();
        Accelerator accelerator = compute.Accelerator;
        Scalar[] edges = ScalarData.Edges;
        Scalar[] left = [.. edges.SelectMany(edge => Enumerable.Repeat(edge, edges.Length))];
        Scalar[] right = [.. edges.SelectMany(_ => edges)];
        using var a = accelerator.Allocate1D(ScalarTables.AsDevice(left));
        using var b = accelerator.Allocate1D(ScalarTables.AsDevice(right));
        using var results = accelerator.Allocate1D<DeviceScalar>(FieldOperations.Results * left.Length);

        accelerator.LoadKernel<ArrayView<DeviceScalar>, ArrayView<DeviceScalar>, ArrayView<DeviceScalar>>(FieldOperations.Scalars)(
            accelerator.DefaultStream, compute.ForItems(left.Length), a.View, b.View, results.View);

        Scalar[] actual = ScalarData.AsHost(results.GetAsArray1D());
        for (int i = 0; i < left.Length; i++)
        {
            Scalar[] expected = [left[i] + right[i], left[i] - right[i], left[i] * right[i], left[i].Invert()];
            Assert.Equal(expected, actual.AsSpan(FieldOperations.Results * i, FieldOperations.Results).ToArray());
        }
    }

    [Fact]
    public void Bytes_come_in_and_go_out_as_the_protocol_has_them()
    {
        ComputeDevice compute = device.Open();
        Accelerator accelerator = compute.Accelerator;
        Scalar[] scalars = ScalarData.Edges;
        uint[] words = ScalarData.AsWords(scalars);
        using ScalarTables tables = new(compute);
        FftLauncher fft = new(compute, tables);
        using var bytes = accelerator.Allocate1D(words);
        using var device1 = accelerator.Allocate1D<DeviceScalar>(scalars.Length);
        using var invalid = accelerator.Allocate1D<int>([0]);

        fft.FromBytes(accelerator.DefaultStream, bytes.View, device1.View, invalid.View);
        Assert.Equal(scalars, ScalarData.AsHost(device1.GetAsArray1D()));
        Assert.Equal(0, invalid.GetAsArray1D()[0]);

        bytes.View.MemSetToZero(accelerator.DefaultStream);
        fft.ToBytes(accelerator.DefaultStream, device1.View, bytes.View);
        Assert.Equal(words, bytes.GetAsArray1D());
    }

    [Theory]
    [InlineData("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001")]
    [InlineData("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000002")]
    [InlineData("74eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000000")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void Bytes_not_below_the_group_order_are_told(string hex)
    {
        ComputeDevice compute = device.Open();
        Accelerator accelerator = compute.Accelerator;
        uint[] words = [.. ScalarData.AsWords(ScalarData.Edges), .. MemoryMarshal.Cast<byte, uint>(Convert.FromHexString(hex))];
        using ScalarTables tables = new(compute);
        FftLauncher fft = new(compute, tables);
        using var bytes = accelerator.Allocate1D(words);
        using var scalars = accelerator.Allocate1D<DeviceScalar>(words.Length / DeviceScalar.Words);
        using var invalid = accelerator.Allocate1D<int>([0]);

        fft.FromBytes(accelerator.DefaultStream, bytes.View, scalars.View, invalid.View);

        Assert.Equal(1, invalid.GetAsArray1D()[0]);
    }
}
