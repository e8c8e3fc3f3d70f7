using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.MultiScalar;
using Autonomys.Cryptography.Tests.Bls12381.Curves;

namespace Autonomys.Cryptography.Tests.Bls12381.MultiScalar;

public sealed class G1BatchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void Products_equal_single_multiplications(int lanes)
    {
        // |z|, its square and their neighbours are where the halves of a scalar change.
        Scalar z = Scalar.FromUInt64(CurveParameter.Absolute);
        Scalar[] scalars =
        [
            Scalar.Zero, Scalar.One, -Scalar.One, z, -z, z * z, (z * z) - Scalar.One, (z * z) + Scalar.One, -(z * z), Scalar.FromUInt64(16),
            Scalar.FromUInt64(17), Scalar.FromUInt64(ulong.MaxValue), .. Enumerable.Range(0, 9).Select(i => PointOracle.RandomScalar("half" + i)),
        ];
        G1Point point = PointOracle.RandomG1("batch").ToPoint() + G1Point.Generator;
        foreach (int count in new[] { 0, 1, scalars.Length })
        {
            G1Point[] points = [.. scalars.Select((_, i) => i == 5 ? default : point.Multiply(Scalar.FromUInt64((ulong)i + 1)))];
            G1Point[] expected = [.. points.Select((each, i) => i < count ? each.Multiply(scalars[i]) : each)];
            G1Batch.Multiply(points, scalars, count, threads: 1, lanes);
            Assert.Equal(expected, points);
        }
    }
}
