using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Testing;

namespace Autonomys.Cryptography.Tests.Bls12381.Curves;

public sealed class G1Tests
{
    private const string GeneratorHex =
        "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb";

    [Fact]
    public void Generator_has_the_standard_encoding_both_ways()
    {
        Assert.Equal(GeneratorHex, G1Affine.Generator.ToString());
        Assert.True(G1Affine.TryFromCompressed(Convert.FromHexString(GeneratorHex), out G1Affine decoded));
        Assert.Equal(G1Affine.Generator, decoded);
        Assert.True(decoded.IsOnCurve());
    }

    [Fact]
    public void Identity_has_one_encoding()
    {
        byte[] identity = new byte[48];
        identity[0] = 0xc0;
        Assert.Equal(identity, G1Affine.Identity.ToCompressed());
        Assert.True(G1Affine.TryFromCompressed(identity, out G1Affine decoded));
        Assert.True(decoded.IsIdentity);
        foreach (byte first in new byte[] { 0x40, 0xe0, 0xc1, 0x00, 0x80 | 0x40 | 0x1f })
        {
            identity[0] = first;
            Assert.False(G1Affine.TryFromCompressed(identity, out _));
        }

        identity[0] = 0xc0;
        identity[47] = 1;
        Assert.False(G1Affine.TryFromCompressed(identity, out _));
    }

    [Fact]
    public void Sign_flag_chooses_the_negative()
    {
        byte[] compressed = G1Affine.Generator.ToCompressed();
        compressed[0] ^= 0x20;
        Assert.True(G1Affine.TryFromCompressed(compressed, out G1Affine decoded));
        Assert.Equal(-G1Affine.Generator, decoded);
        Assert.True((G1Point.Generator + decoded).IsIdentity);
    }

    [Fact]
    public void Wrong_encodings_are_refused()
    {
        byte[] compressed = G1Affine.Generator.ToCompressed();
        Assert.False(G1Affine.TryFromCompressed(compressed.AsSpan(1), out _));
        Assert.False(G1Affine.TryFromCompressed(new byte[49], out _));
        Assert.False(G1Affine.TryFromCompressed([], out _));
        byte[] uncompressedFlag = [.. compressed];
        uncompressedFlag[0] &= 0x7f;
        Assert.False(G1Affine.TryFromCompressed(uncompressedFlag, out _));

        // x = p, the same residue as 0, and x = p + 1.
        byte[] modulus = Convert.FromHexString(
            "9a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab");
        Assert.False(G1Affine.TryFromCompressedUnchecked(modulus, out _));
        modulus[47]++;
        Assert.False(G1Affine.TryFromCompressedUnchecked(modulus, out _));

        // 1³ + 4 is not a square.
        byte[] offCurve = new byte[48];
        offCurve[0] = 0x80;
        offCurve[47] = 1;
        Assert.False(G1Affine.TryFromCompressedUnchecked(offCurve, out _));
    }

    [Fact]
    public void Fast_subgroup_check_equals_multiplication_by_the_order()
    {
        int outside = 0;
        for (int i = 0; i < 40; i++)
        {
            byte[] compressed = PointOracle.CompressedOnCurve("g1-outside-" + i, 48);
            Assert.True(G1Affine.TryFromCompressedUnchecked(compressed, out G1Affine point));
            Assert.Equal(compressed, point.ToCompressed());
            Assert.True(point.IsOnCurve());

            // Also the part of the point in the subgroup (cofactor cleared), its part outside (times the order), and their like.
            Jacobian<Fp>.Multiply(point.ToPoint().Value, CurveParameter.Order, out Jacobian<Fp> cofactorPart);
            G1Affine onlyOutside = new G1Point(cofactorPart).ToAffine();
            G1Affine[] candidates = [point, onlyOutside, (G1Point.Generator + onlyOutside).ToAffine(), PointOracle.RandomG1("in-" + i)];
            foreach (G1Affine candidate in candidates)
            {
                Jacobian<Fp>.Multiply(candidate.ToPoint().Value, CurveParameter.Order, out Jacobian<Fp> slow);
                Assert.Equal(slow.IsIdentity, candidate.IsInSubgroup());
                Assert.Equal(slow.IsIdentity, G1Affine.TryFromCompressed(candidate.ToCompressed(), out _));
                outside += slow.IsIdentity ? 0 : 1;
            }
        }

        Assert.True(outside >= 80);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void Many_points_are_in_the_subgroup_when_each_one_is(int lanes)
    {
        G1Affine[] inside = [.. Enumerable.Range(0, 9).Select(i => PointOracle.RandomG1("many-" + i)), default];
        byte[] orderThree = new byte[48];
        orderThree[0] = 0x80;
        Assert.True(G1Affine.TryFromCompressedUnchecked(orderThree, out G1Affine small));
        Assert.True(G1Affine.TryFromCompressedUnchecked(PointOracle.CompressedOnCurve("g1-outside-0", 48), out G1Affine outside));
        Jacobian<Fp>.Multiply(outside.ToPoint().Value, CurveParameter.Order, out Jacobian<Fp> cofactorPart);
        G1Affine onlyOutside = new G1Point(cofactorPart).ToAffine();
        G1Affine[] foreign = [small, outside, onlyOutside, (inside[0].ToPoint() + onlyOutside).ToAffine()];
        for (int count = 0; count <= inside.Length; count++)
        {
            Assert.True(G1Subgroup.ContainsAll(inside.AsSpan(0, count), lanes));
            foreach (G1Affine point in count == 0 ? [] : foreign)
            {
                G1Affine[] mixed = [.. inside[..count]];
                mixed[^1] = point;
                Assert.False(G1Subgroup.ContainsAll(mixed, lanes));
                (mixed[0], mixed[^1]) = (mixed[^1], mixed[0]);
                Assert.False(G1Subgroup.ContainsAll(mixed, lanes));
            }
        }
    }

    /// <summary>The cofactor is (z - 1)²/3 with the factors 3, 11, 10177, 859267, 52437899 squared but for one 3: points of small order.</summary>
    [Fact]
    public void Points_of_order_three_are_outside()
    {
        byte[] compressed = new byte[48];
        compressed[0] = 0x80;

        // x = 0, y = 2 has order three.
        Assert.True(G1Affine.TryFromCompressedUnchecked(compressed, out G1Affine point));
        G1Point twice = point.ToPoint().Double();
        Assert.True((twice + point).IsIdentity);
        Assert.False(point.IsInSubgroup());
        Assert.False(G1Affine.TryFromCompressed(compressed, out _));
    }

    [Fact]
    public void Group_laws_hold_with_equal_opposite_and_identity_operands()
    {
        G1Point a = PointOracle.RandomG1("law-a");
        G1Point b = PointOracle.RandomG1("law-b");

        // The same points with other Z.
        G1Point scaledA = a + b - b;
        Assert.Equal(a, scaledA);
        Assert.Equal(a.Double(), a + scaledA);
        Assert.Equal(a.Double(), scaledA + a.ToAffine());
        Assert.True((a - scaledA).IsIdentity);
        Assert.True((-scaledA + a.ToAffine()).IsIdentity);
        Assert.Equal(a, a + G1Point.Identity);
        Assert.Equal(a, G1Point.Identity + a);
        Assert.Equal(a, G1Point.Identity + a.ToAffine());
        Assert.Equal(a, a + G1Affine.Identity);
        Assert.True((G1Point.Identity + G1Point.Identity).IsIdentity);
        Assert.True(G1Point.Identity.Double().IsIdentity);
        Assert.Equal(a + b, b + a);
        Assert.Equal(a + b, a + b.ToAffine());
        Assert.NotEqual(a, b);
        Assert.NotEqual(a, G1Point.Identity);
        Assert.Equal(a + b + b, a + b.Double());
    }

    [Fact]
    public void Multiplication_by_a_scalar_is_repeated_addition_and_linear()
    {
        G1Point sum = default;
        for (ulong i = 0; i < 40; i++)
        {
            Assert.Equal(sum, G1Point.Generator * Scalar.FromUInt64(i));
            sum += G1Affine.Generator;
        }

        Scalar a = PointOracle.RandomScalar("linear-a");
        Scalar b = PointOracle.RandomScalar("linear-b");
        Assert.Equal(G1Point.Generator * (a + b), (G1Point.Generator * a) + (G1Point.Generator * b));
        Assert.Equal(G1Point.Generator * (a * b), G1Point.Generator * a * b);
        Assert.Equal(-G1Point.Generator, G1Point.Generator * -Scalar.One);
        Assert.True((G1Point.Generator * Scalar.Zero).IsIdentity);
        Assert.True((G1Point.Identity * a).IsIdentity);
    }

    [Fact]
    public void Batch_conversion_equals_single_conversion_with_identities_between()
    {
        G1Point[] points = [G1Point.Identity, G1Point.Generator.Double(), G1Point.Identity, PointOracle.RandomG1("batch").ToPoint().Double()];
        G1Affine[] affine = new G1Affine[points.Length];
        G1Point.ToAffine(points, affine);
        Assert.Equal(points.Select(point => point.ToAffine()), affine);
    }

    [Theory]
    [InlineData("kzg.json")]
    [InlineData("kzg-development.json")]
    public void Commitments_and_witnesses_of_the_reference_decode_and_encode(string file)
    {
        int count = 0;
        foreach (string hex in Strings(Vectors.Json(file)).Where(text => text.Length == 96).Distinct())
        {
            byte[] compressed = Convert.FromHexString(hex);
            Assert.True(G1Affine.TryFromCompressed(compressed, out G1Affine point), hex);
            Assert.Equal(compressed, point.ToCompressed());
            count++;
        }

        Assert.True(count > 20);
    }

    private static IEnumerable<string> Strings(System.Text.Json.JsonElement element) => element.ValueKind switch
    {
        System.Text.Json.JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Strings(property.Value)),
        System.Text.Json.JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        System.Text.Json.JsonValueKind.String => [element.GetString()!],
        _ => [],
    };
}
