using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Testing;

namespace Autonomys.Cryptography.Tests.Bls12381.Fields;

/// <summary>The fields above the base field: ring laws, shortcuts against plain multiplication, Frobenius against powers of p.</summary>
public sealed class TowerTests
{
    private const int Rounds = 20;

    [Fact]
    public void Quadratic_field_multiplies_by_its_definition()
    {
        for (int round = 0; round < Rounds; round++)
        {
            Fp2 a = RandomFp2("a" + round);
            Fp2 b = RandomFp2("b" + round);
            Fp2.Multiply(a, b, out Fp2 product);
            Assert.Equal(new Fp2((a.C0 * b.C0) - (a.C1 * b.C1), (a.C0 * b.C1) + (a.C1 * b.C0)), product);
            Fp2.Multiply(a, a, out Fp2 expected);
            Fp2.Square(a, out Fp2 square);
            Assert.Equal(expected, square);
            Fp2.Multiply(a, Fp2.NonResidue, out expected);
            Fp2.MultiplyByNonResidue(a, out Fp2 turned);
            Assert.Equal(expected, turned);
            Fp2.Invert(a, out Fp2 inverse);
            Fp2.Multiply(a, inverse, out product);
            Assert.Equal(Fp2.One, product);
        }
    }

    [Fact]
    public void Square_roots_are_found_exactly_for_squares()
    {
        Fp2.Multiply(Fp2.NonResidue, Fp2.NonResidue, out Fp2 fourthOrder);
        for (int round = 0; round < Rounds; round++)
        {
            Fp2 a = RandomFp2("root" + round);
            Fp2[] roots = [a, new Fp2(a.C0, default), new Fp2(default, a.C1), new Fp2(a.C0, a.C0), default, fourthOrder];
            foreach (Fp2 root in roots)
            {
                Fp2.Square(root, out Fp2 square);
                Assert.True(Fp2.TrySquareRoot(square, out Fp2 found));
                Fp2.Negate(root, out Fp2 negated);
                Assert.True(found.Equals(root) || found.Equals(negated));

                // 1 + u is not a square, so neither is its product with one.
                Fp2.MultiplyByNonResidue(square, out Fp2 other);
                Assert.Equal(square.IsZero, Fp2.TrySquareRoot(other, out _));
            }
        }
    }

    [Fact]
    public void Sextic_field_shortcuts_equal_plain_multiplication()
    {
        for (int round = 0; round < Rounds; round++)
        {
            Fp6 a = RandomFp6("a6" + round);
            Fp6 b = RandomFp6("b6" + round);
            Fp6 c = RandomFp6("c6" + round);
            Assert.Equal(Times(a, Times(b, c)), Times(Times(a, b), c));
            Assert.Equal(Times(a, b), Times(b, a));
            Fp6.Square(a, out Fp6 square);
            Assert.Equal(Times(a, a), square);
            Fp6.MultiplyByV(a, out Fp6 shifted);
            Assert.Equal(Times(a, new Fp6(default, Fp2.One, default)), shifted);
            Fp6.MultiplyBy01(a, b.C0, b.C1, out Fp6 sparse);
            Assert.Equal(Times(a, new Fp6(b.C0, b.C1, default)), sparse);
            Fp6.MultiplyBy1(a, b.C1, out sparse);
            Assert.Equal(Times(a, new Fp6(default, b.C1, default)), sparse);
            Fp6.Invert(a, out Fp6 inverse);
            Assert.Equal(Fp6.One, Times(a, inverse));
        }
    }

    [Fact]
    public void V_cubed_is_one_plus_u()
    {
        Fp6 v = new(default, Fp2.One, default);
        Assert.Equal(new Fp6(Fp2.NonResidue, default, default), Times(Times(v, v), v));
    }

    [Fact]
    public void Top_field_shortcuts_equal_plain_multiplication()
    {
        for (int round = 0; round < Rounds; round++)
        {
            Fp12 a = RandomFp12("a12" + round);
            Fp12 b = RandomFp12("b12" + round);
            Fp12 c = RandomFp12("c12" + round);
            Assert.Equal(Times(a, Times(b, c)), Times(Times(a, b), c));
            Fp12.Square(a, out Fp12 square);
            Assert.Equal(Times(a, a), square);
            Fp12.Invert(a, out Fp12 inverse);
            Assert.Equal(Fp12.One, Times(a, inverse));
            Fp12.MultiplyByLine(a, b.C0.C0, b.C0.C1, b.C1.C1, out Fp12 sparse);
            Assert.Equal(Times(a, new Fp12(new Fp6(b.C0.C0, b.C0.C1, default), new Fp6(default, b.C1.C1, default))), sparse);
        }
    }

    [Fact]
    public void Frobenius_is_the_power_of_the_modulus()
    {
        Fp12 value = RandomFp12("frobenius");
        Fp12 expected = Fp12.One;
        for (int bit = (int)FieldOracle.Modulus.GetBitLength() - 1; bit >= 0; bit--)
        {
            expected = Times(expected, expected);
            if (!((FieldOracle.Modulus >> bit) & 1).IsZero)
            {
                expected = Times(expected, value);
            }
        }

        Fp12.Frobenius(value, out Fp12 actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Cyclotomic_squaring_equals_squaring_in_the_cyclotomic_subgroup()
    {
        for (int round = 0; round < Rounds; round++)
        {
            // The power (p⁶ - 1)(p² + 1) lies in it.
            Fp12 value = RandomFp12("cyclotomic" + round);
            Fp12.Invert(value, out Fp12 inverse);
            Fp12.Conjugate(value, out value);
            value = Times(value, inverse);
            Fp12.Frobenius(value, out Fp12 power);
            Fp12.Frobenius(power, out power);
            value = Times(value, power);
            Fp12.CyclotomicSquare(value, out Fp12 square);
            Assert.Equal(Times(value, value), square);
        }
    }

    private static Fp6 Times(in Fp6 left, in Fp6 right)
    {
        Fp6.Multiply(left, right, out Fp6 result);
        return result;
    }

    private static Fp12 Times(in Fp12 left, in Fp12 right)
    {
        Fp12.Multiply(left, right, out Fp12 result);
        return result;
    }

    private static Fp RandomFp(string label)
    {
        byte[] bytes = Vectors.Bytes(label, 48);
        bytes[0] &= 0x0f;
        Assert.True(Fp.TryFromBytes(bytes, out Fp value));
        return value;
    }

    private static Fp2 RandomFp2(string label) => new(RandomFp(label + ".0"), RandomFp(label + ".1"));

    private static Fp6 RandomFp6(string label) => new(RandomFp2(label + ".0"), RandomFp2(label + ".1"), RandomFp2(label + ".2"));

    private static Fp12 RandomFp12(string label) => new(RandomFp6(label + ".0"), RandomFp6(label + ".1"));
}
