using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Tests.Bls12381.Fields;

/// <summary>Transforms against plain evaluation of the polynomial.</summary>
public class ScalarFftTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(128)]
    public void Forward_evaluates_at_the_powers_of_the_root(int size)
    {
        ScalarFft fft = ScalarFft.ForSize(size);
        Scalar[] coefficients = ScalarData.FromLabel($"fft-{size}", size);
        Scalar root = ScalarFft.RootOfUnity(fft.LogSize);
        Scalar[] expected = [.. Enumerable.Range(0, size).Select(i => Evaluate(coefficients, root.Pow((ulong)i)))];

        Scalar[] data = [.. coefficients];
        fft.Forward(data);
        Assert.Equal(expected, data);
        fft.Inverse(data);
        Assert.Equal(coefficients, data);

        Scalar halfStep = ScalarFft.RootOfUnity(fft.LogSize + 1);
        fft.ExtendToOdd(expected);
        Assert.Equal(Enumerable.Range(0, size).Select(i => Evaluate(coefficients, halfStep.Pow((ulong)((2 * i) + 1)))), expected);
    }

    [Fact]
    public void Largest_transform_agrees_with_evaluation_at_some_points()
    {
        ScalarFft fft = ScalarFft.ForSize(65536);
        Scalar[] coefficients = ScalarData.FromLabel("fft-largest", 65536);
        Scalar[] data = [.. coefficients];
        fft.Forward(data);
        foreach (int index in new[] { 0, 1, 2, 32767, 32768, 65535 })
        {
            Assert.Equal(Evaluate(coefficients, fft.RootAt(index)), data[index]);
        }

        fft.Inverse(data);
        Assert.Equal(coefficients, data);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    public void Roots_have_exactly_their_order(int logSize)
    {
        ScalarFft fft = ScalarFft.ForSize(1 << logSize);
        Scalar root = ScalarFft.RootOfUnity(logSize);
        Assert.Equal(Scalar.One, root.Pow(1UL << logSize));
        Assert.True(logSize == 0 || root.Pow(1UL << (logSize - 1)) == -Scalar.One);
        for (int i = 0; i < fft.Size; i += Math.Max(1, fft.Size / 37))
        {
            Assert.Equal(root.Pow((ulong)i), fft.RootAt(i));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => fft.RootAt(fft.Size));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(131072)]
    [InlineData(-4)]
    public void Other_sizes_are_refused(int size)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ScalarFft.ForSize(size));
        Assert.Throws<ArgumentException>(() => ScalarFft.ForSize(8).Forward(new Scalar[7]));
    }

    private static Scalar Evaluate(Scalar[] coefficients, Scalar point) =>
        coefficients.Reverse().Aggregate(Scalar.Zero, (value, coefficient) => (value * point) + coefficient);
}
