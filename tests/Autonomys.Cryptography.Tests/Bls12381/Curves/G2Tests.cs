using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Tests.Bls12381.Curves;

public sealed class G2Tests
{
    private const string GeneratorHex =
        "93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"
        + "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8";

    [Fact]
    public void Generator_has_the_standard_encoding_both_ways()
    {
        Assert.Equal(GeneratorHex, G2Affine.Generator.ToString());
        Assert.True(G2Affine.TryFromCompressed(Convert.FromHexString(GeneratorHex), out G2Affine decoded));
        Assert.Equal(G2Affine.Generator, decoded);
        Assert.True(decoded.IsOnCurve());
    }

    [Fact]
    public void Identity_has_one_encoding()
    {
        byte[] identity = new byte[96];
        identity[0] = 0xc0;
        Assert.Equal(identity, G2Affine.Identity.ToCompressed());
        Assert.True(G2Affine.TryFromCompressed(identity, out G2Affine decoded));
        Assert.True(decoded.IsIdentity);
        identity[0] = 0xe0;
        Assert.False(G2Affine.TryFromCompressed(identity, out _));
        identity[0] = 0xc0;
        identity[95] = 1;
        Assert.False(G2Affine.TryFromCompressed(identity, out _));
    }

    [Fact]
    public void Wrong_encodings_are_refused()
    {
        byte[] compressed = G2Affine.Generator.ToCompressed();
        Assert.False(G2Affine.TryFromCompressed(compressed.AsSpan(1), out _));
        Assert.False(G2Affine.TryFromCompressed(compressed.AsSpan(0, 48), out _));
        byte[] changed = [.. compressed];
        changed[0] &= 0x7f;
        Assert.False(G2Affine.TryFromCompressed(changed, out _));

        // The second coordinate carries no flags: its high bits put it past p.
        changed = [.. compressed];
        changed[48] |= 0x80;
        Assert.False(G2Affine.TryFromCompressedUnchecked(changed, out _));

        byte[] modulus = Convert.FromHexString(
            "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab");
        changed = [.. compressed];
        modulus.CopyTo(changed, 48);
        Assert.False(G2Affine.TryFromCompressedUnchecked(changed, out _));
    }

    [Fact]
    public void Sign_flag_chooses_the_negative()
    {
        for (int i = 0; i < 10; i++)
        {
            G2Affine point = PointOracle.RandomG2("sign-" + i);
            byte[] compressed = point.ToCompressed();
            Assert.True(G2Affine.TryFromCompressed(compressed, out G2Affine same));
            Assert.Equal(point, same);
            compressed[0] ^= 0x20;
            Assert.True(G2Affine.TryFromCompressed(compressed, out G2Affine decoded));
            Assert.Equal(-point, decoded);
        }
    }

    [Fact]
    public void Fast_subgroup_check_equals_multiplication_by_the_order()
    {
        int outside = 0;
        for (int i = 0; i < 20; i++)
        {
            byte[] compressed = PointOracle.CompressedOnCurve("g2-outside-" + i, 96);
            Assert.True(G2Affine.TryFromCompressedUnchecked(compressed, out G2Affine point));
            Assert.Equal(compressed, point.ToCompressed());
            Assert.True(point.IsOnCurve());
            Jacobian<Fp2>.Multiply(point.ToPoint().Value, CurveParameter.Order, out Jacobian<Fp2> cofactorPart);
            G2Affine onlyOutside = new G2Point(cofactorPart).ToAffine();
            G2Affine[] candidates = [point, onlyOutside, (G2Point.Generator + onlyOutside).ToAffine(), PointOracle.RandomG2("in-" + i)];
            foreach (G2Affine candidate in candidates)
            {
                Jacobian<Fp2>.Multiply(candidate.ToPoint().Value, CurveParameter.Order, out Jacobian<Fp2> slow);
                Assert.Equal(slow.IsIdentity, candidate.IsInSubgroup());
                Assert.Equal(slow.IsIdentity, G2Affine.TryFromCompressed(candidate.ToCompressed(), out _));
                outside += slow.IsIdentity ? 0 : 1;
            }
        }

        Assert.True(outside >= 40);
    }

    [Fact]
    public void Group_laws_hold_with_equal_opposite_and_identity_operands()
    {
        G2Point a = PointOracle.RandomG2("law-a");
        G2Point b = PointOracle.RandomG2("law-b");
        G2Point scaledA = a + b - b;
        Assert.Equal(a, scaledA);
        Assert.Equal(a.Double(), a + scaledA);
        Assert.Equal(a.Double(), scaledA + a.ToAffine());
        Assert.True((a - scaledA).IsIdentity);
        Assert.Equal(a, G2Point.Identity + a);
        Assert.Equal(a, a + G2Affine.Identity);
        Assert.Equal(a + b, b + a.ToAffine());
        Scalar x = PointOracle.RandomScalar("x");
        Scalar y = PointOracle.RandomScalar("y");
        Assert.Equal(a * (x + y), (a * x) + (a * y));
        Assert.True((a * -Scalar.One + a).IsIdentity);

        G2Point[] points = [a, default, scaledA, a + b];
        G2Affine[] affine = new G2Affine[points.Length];
        G2Point.ToAffine(points, affine);
        Assert.Equal(points.Select(point => point.ToAffine()), affine);
    }
}
