using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.MultiScalar;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels.Points;
using Autonomys.Gpu.Launchers;
using Autonomys.Testing;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Tests.Shared;

public abstract class PointKernelTests(TestDevice device)
{
    private static readonly BigInteger P = BigInteger.Parse(
        "01a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
        NumberStyles.HexNumber,
        CultureInfo.InvariantCulture);

    [Fact]
    public void Base_field_equals_whole_numbers_modulo_p()
    {
        ComputeDevice compute = device.Open();
        Accelerator accelerator = compute.Accelerator;
        BigInteger[] edges =
        [
            0, 1, 2, P - 1, P - 2, uint.MaxValue, BigInteger.One << 380, (BigInteger.One << 352) - 1,
            .. Enumerable.Range(0, 6).Select(i => new BigInteger(Vectors.Bytes($"gpu-fp-{i}", 48), isUnsigned: true) % P),
        ];
        BigInteger[] left = [.. edges.SelectMany(edge => Enumerable.Repeat(edge, edges.Length))];
        BigInteger[] right = [.. edges.SelectMany(_ => edges)];
        using var a = accelerator.Allocate1D(left.Select(AsDevice).ToArray());
        using var b = accelerator.Allocate1D(right.Select(AsDevice).ToArray());
        using var results = accelerator.Allocate1D<DeviceFp>(FieldOperations.Results * left.Length);

        accelerator.LoadKernel<ArrayView<DeviceFp>, ArrayView<DeviceFp>, ArrayView<DeviceFp>>(FieldOperations.Base)(
            accelerator.DefaultStream, compute.ForItems(left.Length), a.View, b.View, results.View);

        BigInteger rInverse = BigInteger.ModPow(BigInteger.One << 384, P - 2, P);
        BigInteger[] actual = [.. results.GetAsArray1D().Select(AsNumber)];
        for (int i = 0; i < left.Length; i++)
        {
            BigInteger[] expected =
            [
                (left[i] + right[i]) % P, (left[i] - right[i] + P) % P, left[i] * right[i] * rInverse % P, (P - left[i]) % P,
            ];
            Assert.Equal(expected, actual[(FieldOperations.Results * i)..(FieldOperations.Results * (i + 1))]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(64)]
    [InlineData(300)]
    public void Sum_of_multiples_equals_that_of_the_processor(int count)
    {
        Scalar[] scalars = ScalarData.FromLabel($"gpu-msm-{count}", count);
        ScalarData.Edges.AsSpan(0, Math.Min(count, ScalarData.Edges.Length)).CopyTo(scalars);
        G1Affine[] points = [.. ScalarData.FromLabel($"gpu-msm-points-{count}", count).Select(scalar => G1Point.Generator.Multiply(scalar).ToAffine())];

        RequireSame(points, scalars);
    }

    [Fact]
    public void Equal_opposite_and_absent_points_are_summed_right()
    {
        G1Affine point = G1Point.Generator.Multiply(Scalar.FromUInt64(77)).ToAffine();
        G1Affine[] points = [point, point, -point, G1Affine.Identity, point, -point, G1Affine.Generator, -G1Affine.Generator];
        Scalar five = Scalar.FromUInt64(5);

        RequireSame(points, [five, five, five, five, Scalar.Zero, Scalar.Zero, Scalar.One, Scalar.One]);
        RequireSame(points, [five, five, Scalar.Zero, five, five, Scalar.Zero, Scalar.Zero, Scalar.Zero]);
        RequireSame(points, [five, five, five, five, five, five, five, five]);
        RequireSame(points, [-Scalar.One, Scalar.One, -five, -five, five, Scalar.Zero, -Scalar.One, -Scalar.One]);
        RequireSame(points, new Scalar[points.Length]);
    }

    [Fact]
    public void Scalars_in_bit_reversed_order_belong_to_the_points_in_natural_order()
    {
        ComputeDevice compute = device.Open();
        G1Affine[] points = [.. Enumerable.Range(1, 16).Select(i => G1Point.Generator.Multiply(Scalar.FromUInt64((ulong)i)).ToAffine())];
        Scalar[] scalars = ScalarData.FromLabel("gpu-msm-reversed", 16);
        Scalar[] reversed = [.. Enumerable.Range(0, 16).Select(i => scalars[((i & 1) << 3) | ((i & 2) << 1) | ((i & 4) >> 1) | (i >> 3)])];
        FixedBaseMsm tables = new(points);
        using PointTables onDevice = new(compute, tables);
        using MsmLauncher launcher = new(compute, onDevice);
        using var buffer = compute.Accelerator.Allocate1D(ScalarTables.AsDevice(reversed));

        Assert.Equal(tables.Multiply(scalars), launcher.Multiply(compute.Accelerator.DefaultStream, buffer.View, isBitReversed: true));
    }

    private void RequireSame(G1Affine[] points, Scalar[] scalars)
    {
        ComputeDevice compute = device.Open();
        FixedBaseMsm tables = new(points);
        using PointTables onDevice = new(compute, tables);
        using MsmLauncher launcher = new(compute, onDevice);
        using var buffer = compute.Accelerator.Allocate1D(ScalarTables.AsDevice(scalars));

        G1Point actual = launcher.Multiply(compute.Accelerator.DefaultStream, buffer.View, isBitReversed: false);

        G1Point expected = default;
        for (int i = 0; i < points.Length; i++)
        {
            expected += points[i].ToPoint().Multiply(scalars[i]);
        }

        Assert.Equal(expected, actual);
    }

    private static DeviceFp AsDevice(BigInteger value)
    {
        byte[] bytes = new byte[DeviceFp.Words * sizeof(uint)];
        Assert.True(value.TryWriteBytes(bytes, out _, isUnsigned: true));
        return MemoryMarshal.Read<DeviceFp>(bytes);
    }

    private static BigInteger AsNumber(DeviceFp value) =>
        new(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref value, 1)), isUnsigned: true);
}
