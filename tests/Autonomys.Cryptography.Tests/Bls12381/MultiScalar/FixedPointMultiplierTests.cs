using System.Security.Cryptography;
using System.Text;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.MultiScalar;
using Autonomys.Cryptography.Tests.Bls12381.Curves;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Cryptography.Tests.Bls12381.MultiScalar;

public sealed class FixedPointMultiplierTests
{
    [Fact]
    public void Products_equal_single_multiplications()
    {
        G1Affine point = PointOracle.RandomG1("fixed");
        Scalar[] scalars = [Scalar.Zero, Scalar.One, -Scalar.One, Scalar.FromUInt64(128), Scalar.FromUInt64(129), PointOracle.RandomScalar("s")];
        G1Affine[] products = new G1Affine[scalars.Length];
        new FixedPointMultiplier(point).Multiply(scalars, products);
        Assert.Equal(scalars.Select(scalar => (point.ToPoint() * scalar).ToAffine()), products);
    }

    /// <summary>The whole file of the development parameters: 32,768 powers in G1, 65 in G2.</summary>
    [Fact]
    public void Development_parameters_have_the_known_hash()
    {
        const int Count = 32768;
        byte[] secret = new byte[32];
        Blake3.Hash(Encoding.UTF8.GetBytes("autonomys-farmer development kzg parameters"), secret);
        secret[0] &= 0x3f;
        Scalar tau = Scalar.FromBytes(secret);
        Scalar[] powers = new Scalar[Count];
        powers[0] = Scalar.One;
        for (int i = 1; i < Count; i++)
        {
            powers[i] = powers[i - 1] * tau;
        }

        G1Affine[] points = new G1Affine[Count];
        new FixedPointMultiplier(G1Affine.Generator).Multiply(powers, points);
        byte[] file = new byte[(Count * 48) + (65 * 96)];
        for (int i = 0; i < Count; i++)
        {
            points[i].ToCompressed(file.AsSpan(48 * i, 48));
        }

        for (int i = 0; i < 65; i++)
        {
            (G2Point.Generator * powers[i]).ToAffine().ToCompressed(file.AsSpan((48 * Count) + (96 * i), 96));
        }

        Assert.Equal(
            "201df2c29223ebe7b385fb5ac5ca31135175e317e0774b9ae6a3def356c7efd6",
            Convert.ToHexStringLower(SHA256.HashData(file)));
    }
}
