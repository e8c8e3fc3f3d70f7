using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.MultiScalar;
using Autonomys.Cryptography.Tests.Bls12381.Curves;

namespace Autonomys.Cryptography.Tests.Bls12381.MultiScalar;

public sealed class G1FftTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(16)]
    public void Forward_evaluates_and_inverse_interpolates(int size)
    {
        Scalar root = Root(size);
        G1Point[] coefficients = Enumerable.Range(0, size).Select(i => PointOracle.RandomG1("c" + i).ToPoint()).ToArray();
        if (size > 2)
        {
            coefficients[2] = default;
        }

        G1Point[] values = [.. coefficients];
        G1Fft fft = new(root, size);
        Assert.Equal(size, fft.Size);
        fft.Forward(values);
        for (int i = 0; i < size; i++)
        {
            Assert.Equal(Evaluate(coefficients, root.Pow((ulong)i)), values[i]);
        }

        G1Point[] coset = [.. values];
        Scalar shift = Root(2 * size);
        fft.ToCoset(coset, shift);
        for (int i = 0; i < size; i++)
        {
            Assert.Equal(Evaluate(coefficients, root.Pow((ulong)i) * shift), coset[i]);
        }

        fft.Inverse(values);
        Assert.Equal(coefficients, values);
    }

    [Fact]
    public void Wrong_sizes_and_roots_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new G1Fft(Root(8), 16));
        Assert.Throws<ArgumentException>(() => new G1Fft(Root(16), 8));
        Assert.Throws<ArgumentException>(() => new G1Fft(Root(8), 6));
        Assert.Throws<ArgumentException>(() => new G1Fft(Root(8), 8).Forward(new G1Point[4]));
    }

    /// <summary>7 generates the multiplicative group: 7^((r - 1)/size) has the order size.</summary>
    private static Scalar Root(int size)
    {
        System.Numerics.BigInteger order = new([.. Bytes(CurveParameter.Order)], isUnsigned: true);
        System.Numerics.BigInteger exponent = (order - 1) / size;
        ulong[] limbs = Enumerable.Range(0, 4).Select(i => (ulong)((exponent >> (64 * i)) & ulong.MaxValue)).ToArray();
        return Scalar.FromUInt64(7).Pow(limbs);
    }

    private static byte[] Bytes(ReadOnlySpan<ulong> limbs) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(limbs).ToArray();

    private static G1Point Evaluate(G1Point[] coefficients, Scalar x)
    {
        G1Point sum = default;
        foreach (G1Point coefficient in coefficients.Reverse())
        {
            sum = (sum * x) + coefficient;
        }

        return sum;
    }
}
