using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Launchers;
using Autonomys.Testing;
using ILGPU;
using ILGPU.Runtime;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Gpu.Tests.Shared;

public abstract class QuotientTests(TestDevice device)
{
    [Theory]
    [InlineData(32)]
    [InlineData(512)]
    [InlineData(1024)]
    public void Vanishing_polynomial_has_the_values_of_the_plain_product(int count)
    {
        ComputeDevice compute = device.Open();
        Accelerator accelerator = compute.Accelerator;
        int[] powers = Chosen($"gpu-vanishing-{count}", count);
        using ScalarTables tables = new(compute);
        VanishingLauncher vanishing = new(compute, tables, new FftLauncher(compute, tables));
        using var deviceRoots = accelerator.Allocate1D(powers);
        using var even = accelerator.Allocate1D<Kernels.Fields.DeviceScalar>(count);
        using var odd = accelerator.Allocate1D<Kernels.Fields.DeviceScalar>(count);
        using var scratch = accelerator.Allocate1D<Kernels.Fields.DeviceScalar>(count);

        vanishing.Evaluate(accelerator.DefaultStream, deviceRoots.View, even.View, odd.View, scratch.View);

        Scalar[] evenValues = ScalarData.AsHost(even.GetAsArray1D());
        Scalar[] oddValues = ScalarData.AsHost(odd.GetAsArray1D());
        ScalarFft domain = ScalarFft.ForSize(2 * count);
        HashSet<int> zeros = [.. powers];
        for (int i = 0; i < 2 * count; i++)
        {
            Scalar value = (i & 1) == 0 ? evenValues[i / 2] : oddValues[i / 2] - Scalar.FromUInt64(2);
            Assert.Equal(zeros.Contains(i), value.IsZero);

            // The plain product takes time: at every seventh place.
            if (i % 7 == 0)
            {
                Scalar product = Scalar.One;
                foreach (int power in powers)
                {
                    product *= domain.RootAt(i) - domain.RootAt(power);
                }

                Assert.Equal(product, value);
            }
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(11)]
    public void Quotient_times_divisor_is_the_polynomial_that_the_processor_recovers(int logCount)
    {
        ComputeDevice compute = device.Open();
        int count = 1 << logCount;
        Scalar[] source = ScalarData.FromLabel($"gpu-quotient-{logCount}", count);
        ScalarData.Edges.CopyTo(source.AsSpan());
        Scalar[] parity = new Scalar[count];
        ErasureCode coding = new(scale: 16);
        coding.Extend(source, parity);
        Scalar[] all = [.. source.Zip(parity).SelectMany(pair => new[] { pair.First, pair.Second })];
        int[] positions = Chosen($"gpu-quotient-present-{logCount}", count);
        bool[] present = new bool[2 * count];
        foreach (int position in positions)
        {
            present[position] = true;
        }

        ReadOnlySpan<Scalar> recovered = coding.RecoverPolynomial(all, present).Coefficients;
        using ScalarTables tables = new(compute);
        using QuotientLauncher launcher = new(compute, tables, new FftLauncher(compute, tables), logCount);
        foreach (int opened in (int[])[0, count / 3, count - 1])
        {
            Scalar[] shards = [.. positions.Select(position => all[position])];
            Kernels.Fields.DeviceScalar[] reversed = new Kernels.Fields.DeviceScalar[count];
            launcher.Divide(compute.Accelerator.DefaultStream, shards, positions, opened).CopyToCPU(compute.Accelerator.DefaultStream, reversed);
            Scalar[] quotient = ScalarData.AsHost(reversed);
            Scalar z = ScalarFft.ForSize(2 * count).RootAt(positions[opened]);
            Scalar below = Scalar.Zero;
            for (int i = 0; i < count; i++)
            {
                Scalar coefficient = quotient[Reversed(i, logCount)];
                Scalar product = below - (coefficient * z) + (i == 0 ? shards[opened] : Scalar.Zero);
                Assert.Equal(i < recovered.Length ? recovered[i] : Scalar.Zero, product);
                below = coefficient;
            }

            Assert.Equal(Scalar.Zero, below);
        }
    }

    [Fact]
    public void Positions_that_are_no_half_are_refused()
    {
        ComputeDevice compute = device.Open();
        using ScalarTables tables = new(compute);
        using QuotientLauncher launcher = new(compute, tables, new FftLauncher(compute, tables), 5);
        Scalar[] shards = new Scalar[32];
        int[] positions = [.. Enumerable.Range(0, 32)];
        AcceleratorStream stream = compute.Accelerator.DefaultStream;

        Assert.Throws<ArgumentException>(() => launcher.Divide(stream, shards, positions.AsSpan(1), 0));
        positions[3] = 64;
        Assert.Throws<ArgumentException>(() => launcher.Divide(stream, shards, positions, 0));
        positions[3] = 4;
        Assert.Throws<ArgumentException>(() => launcher.Divide(stream, shards, positions, 0));
    }

    /// <summary>Half of the positions, in order.</summary>
    private static int[] Chosen(string label, int count)
    {
        byte[] keys = Vectors.Bytes(label, 2 * count);
        return [.. Enumerable.Range(0, 2 * count).OrderBy(i => keys[i]).ThenBy(i => i).Take(count).Order()];
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
