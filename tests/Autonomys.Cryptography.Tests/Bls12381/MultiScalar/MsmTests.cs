using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.MultiScalar;
using Autonomys.Cryptography.Tests.Bls12381.Curves;

namespace Autonomys.Cryptography.Tests.Bls12381.MultiScalar;

public sealed class MsmTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(200)]
    [InlineData(1100)]
    public void Sums_equal_one_multiplication_after_another(int count)
    {
        (G1Affine[] points, Scalar[] scalars) = Input(count);
        G1Point expected = default;
        for (int i = 0; i < count; i++)
        {
            expected += points[i].ToPoint() * scalars[i];
        }

        Assert.Equal(expected, Msm.Multiply(points, scalars));
        Assert.Equal(expected, new FixedBaseMsm(points).Multiply(scalars));
        Assert.Equal(expected, new FixedBaseMsm(points).Multiply(scalars, threads: 2));
    }

    [Fact]
    public void Scalars_may_be_fewer_than_fixed_points()
    {
        (G1Affine[] points, Scalar[] scalars) = Input(50);
        FixedBaseMsm msm = new(points);
        Assert.Equal(50, msm.Count);
        for (int count = 0; count <= 50; count += 7)
        {
            Assert.Equal(
                Msm.Multiply(points.AsSpan(0, count), scalars.AsSpan(0, count)),
                msm.Multiply(scalars.AsSpan(0, count)));
        }

        Assert.Throws<ArgumentException>(() => msm.Multiply(new Scalar[51]));
        Assert.Throws<ArgumentException>(() => Msm.Multiply(points, new Scalar[51]));
    }

    /// <summary>All in the same bucket, all cancelling: the additions meet equal and opposite points.</summary>
    [Fact]
    public void Equal_and_opposite_points_and_equal_scalars_are_summed()
    {
        G1Affine point = PointOracle.RandomG1("same");
        Scalar scalar = PointOracle.RandomScalar("same");
        foreach (int count in new[] { 2, 3, 64, 65 })
        {
            G1Affine[] points = Enumerable.Repeat(point, count).ToArray();
            Scalar[] scalars = Enumerable.Repeat(scalar, count).ToArray();
            G1Point expected = point.ToPoint() * scalar * Scalar.FromUInt64((ulong)count);
            Assert.Equal(expected, Msm.Multiply(points, scalars));
            Assert.Equal(expected, new FixedBaseMsm(points).Multiply(scalars));
            for (int i = 0; i < count; i += 2)
            {
                points[i] = -points[i];
            }

            expected = count % 2 == 0 ? default : -(point.ToPoint() * scalar);
            Assert.Equal(expected, Msm.Multiply(points, scalars));
            Assert.Equal(expected, new FixedBaseMsm(points).Multiply(scalars));
        }
    }

    [Fact]
    public void Digits_of_edge_scalars_add_up()
    {
        Scalar[] edges =
        [
            Scalar.Zero, Scalar.One, -Scalar.One, Scalar.FromUInt64(0x8000), Scalar.FromUInt64(0x8001), Scalar.FromUInt64(ulong.MaxValue),
            Scalar.FromUInt64(2).Invert(), PointOracle.RandomScalar("digits"),
        ];
        foreach (int width in Enumerable.Range(2, 15))
        {
            int[] digits = new int[ScalarDigits.WindowCount(width)];
            foreach (Scalar edge in edges)
            {
                ScalarDigits.Split(edge, width, digits);
                Scalar sum = Scalar.Zero;
                foreach (int digit in digits.Reverse())
                {
                    Assert.InRange(digit, -(1 << (width - 1)), 1 << (width - 1));
                    Scalar magnitude = Scalar.FromUInt64((ulong)Math.Abs(digit));
                    sum = (sum * Scalar.FromUInt64(1UL << width)) + (digit < 0 ? -magnitude : magnitude);
                }

                Assert.Equal(edge, sum);
            }
        }
    }

    [Fact]
    public void Edge_scalars_and_identity_points_are_summed()
    {
        Scalar[] scalars =
        [
            Scalar.Zero, Scalar.One, -Scalar.One, Scalar.FromUInt64(0x8000), Scalar.FromUInt64(0x8001), Scalar.FromUInt64(ulong.MaxValue),
            Scalar.FromUInt64(2).Invert(), PointOracle.RandomScalar("edge"),
        ];
        G1Affine[] points = Enumerable.Range(0, scalars.Length).Select(i => i == 3 ? default : PointOracle.RandomG1("edge" + i)).ToArray();
        G1Point expected = default;
        for (int i = 0; i < scalars.Length; i++)
        {
            expected += points[i].ToPoint() * scalars[i];
            Assert.Equal(points[i].ToPoint() * scalars[i], new FixedBaseMsm([points[i]]).Multiply([scalars[i]]));
        }

        Assert.Equal(expected, Msm.Multiply(points, scalars));
        Assert.Equal(expected, new FixedBaseMsm(points).Multiply(scalars));
    }

    /// <summary>Tables byte for byte, sums as points: random ones, and with identity, equal and opposite points among them.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Lanes_equal_scalar_code(int lanes)
    {
        (G1Affine[] points, Scalar[] scalars) = Input(1100);
        Compare(lanes, points, scalars);
        points[3] = default;
        points[700] = points[701];
        scalars[700] = scalars[701];
        points[800] = -points[801];
        scalars[800] = scalars[801];
        scalars[900] = Scalar.Zero;
        Compare(lanes, points, scalars);
        Compare(lanes, points.AsSpan(0, 33), scalars.AsSpan(0, 33));
    }

    private static void Compare(int lanes, ReadOnlySpan<G1Affine> points, ReadOnlySpan<Scalar> scalars)
    {
        FixedBaseMsm plain = new(points, lanes: 1, threads: 2, CancellationToken.None);
        FixedBaseMsm wide = new(points, lanes, threads: 2, CancellationToken.None);
        Assert.True(plain.TableBytes.SequenceEqual(wide.TableBytes));
        Assert.Equal(plain.Multiply(scalars), wide.Multiply(scalars));
        Assert.Equal(plain.Multiply(scalars), wide.Multiply(scalars, threads: 2));
    }

    private static (G1Affine[] Points, Scalar[] Scalars) Input(int count)
    {
        Scalar[] exponents = Enumerable.Range(0, count).Select(i => PointOracle.RandomScalar("point-" + i)).ToArray();
        G1Affine[] points = new G1Affine[count];
        new FixedPointMultiplier(G1Affine.Generator).Multiply(exponents, points);
        return (points, Enumerable.Range(0, count).Select(i => PointOracle.RandomScalar("scalar-" + i)).ToArray());
    }
}
