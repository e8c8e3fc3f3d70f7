using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Pairings;
using Autonomys.Cryptography.Tests.Bls12381.Curves;
using Autonomys.Testing;

namespace Autonomys.Cryptography.Tests.Bls12381.Pairings;

public sealed class PairingTests
{
    [Fact]
    public void Pairing_is_bilinear_and_not_degenerate()
    {
        G1Affine p = PointOracle.RandomG1("p");
        G2Affine q = PointOracle.RandomG2("q");
        Scalar a = PointOracle.RandomScalar("a");
        Fp12 left = Pairing.Compute((p.ToPoint() * a).ToAffine(), q);
        Fp12 right = Pairing.Compute(p, (q.ToPoint() * a).ToAffine());
        Assert.Equal(left, right);

        Fp12 power = Fp12.One;
        Fp12 single = Pairing.Compute(p, q);
        Assert.NotEqual(Fp12.One, single);
        Span<ulong> limbs = stackalloc ulong[4];
        a.ToCanonicalLimbs(limbs);
        for (int bit = 255; bit >= 0; bit--)
        {
            Fp12.Square(power, out power);
            if (((limbs[bit >> 6] >> (bit & 63)) & 1) != 0)
            {
                Fp12.Multiply(power, single, out power);
            }
        }

        Assert.Equal(power, left);
    }

    [Fact]
    public void Product_is_one_exactly_when_the_exponents_cancel()
    {
        Scalar a = PointOracle.RandomScalar("a");
        Scalar b = PointOracle.RandomScalar("b");
        G1Affine[] g1 = [(G1Point.Generator * a).ToAffine(), (-(G1Point.Generator * (a * b))).ToAffine()];
        G2Affine[] g2 = [(G2Point.Generator * b).ToAffine(), G2Affine.Generator];
        Assert.True(Pairing.PairingsProductIsOne(g1, g2));
        Assert.False(Pairing.PairingsProductIsOne([g1[0], -g1[1]], g2));
        Assert.False(Pairing.PairingsProductIsOne(g1, [g2[1], g2[0]]));
        Assert.False(Pairing.PairingsProductIsOne([g1[0], (g1[1].ToPoint() + G1Affine.Generator).ToAffine()], g2));
    }

    [Fact]
    public void Identities_pair_to_one()
    {
        Assert.True(Pairing.PairingsProductIsOne([G1Affine.Identity], new G2Affine[] { G2Affine.Generator }));
        Assert.True(Pairing.PairingsProductIsOne([G1Affine.Generator], new G2Affine[] { G2Affine.Identity }));
        Assert.True(Pairing.PairingsProductIsOne([], new G2Affine[0]));
        Assert.False(Pairing.PairingsProductIsOne([G1Affine.Generator], new G2Affine[] { G2Affine.Generator }));
        Assert.Throws<ArgumentException>(() => Pairing.PairingsProductIsOne([G1Affine.Generator], Array.Empty<G2Affine>()));
    }

    /// <summary>The ceremony's first powers fit together: e(τ·G1, G2) = e(G1, τ·G2), with points that are not ours.</summary>
    [Theory]
    [InlineData("kzg.json")]
    [InlineData("kzg-development.json")]
    public void Known_parameters_have_one_secret(string file)
    {
        var srs = Vectors.Json(file).GetProperty("srs");
        Assert.True(G1Affine.TryFromCompressed(srs.Hex("g1[0]"), out G1Affine first));
        Assert.True(G1Affine.TryFromCompressed(srs.Hex("g1[1]"), out G1Affine second));
        Assert.True(G2Affine.TryFromCompressed(srs.Hex("g2[0]"), out G2Affine first2));
        Assert.True(G2Affine.TryFromCompressed(srs.Hex("g2[1]"), out G2Affine second2));
        Assert.Equal(G1Affine.Generator, first);
        Assert.Equal(G2Affine.Generator, first2);
        PreparedG2[] prepared = [new PreparedG2(first2), new PreparedG2(second2)];
        Assert.True(Pairing.PairingsProductIsOne([second, -first], prepared));
        Assert.False(Pairing.PairingsProductIsOne([first, -second], prepared));
    }
}
