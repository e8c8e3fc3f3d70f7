using System.Numerics;
using Autonomys.Cryptography.Bls12381.Fields;
using CsCheck;

namespace Autonomys.Cryptography.Tests.Bls12381.Fields;

/// <summary>Every operation against BigInteger: edge × edge, then random, with the output over an input too.</summary>
public sealed class FpTests
{
    [Fact]
    public void Operations_on_all_pairs_of_edges_equal_the_integers()
    {
        foreach (BigInteger left in FieldOracle.Edges)
        {
            foreach (BigInteger right in FieldOracle.Edges)
            {
                CheckAll(left, right);
            }
        }
    }

    [Fact]
    public void Operations_on_random_pairs_equal_the_integers() =>
        Gen.Select(FieldOracle.Element, FieldOracle.Element).Sample((left, right) => CheckAll(left, right), iter: 2000);

    [Fact]
    public void Inverse_and_square_root_undo_multiplication() => FieldOracle.Element.Sample(
        value =>
        {
            Fp element = FieldOracle.ToFp(value);
            Fp.Invert(element, out Fp inverse);
            Assert.Equal(value.IsZero ? default : Fp.One, element * inverse);
            Assert.Equal(BigInteger.ModPow(value, FieldOracle.Modulus - 2, FieldOracle.Modulus), FieldOracle.ToInteger(inverse));

            Fp square = element * element;
            Assert.True(Fp.TrySquareRoot(square, out Fp root));
            Assert.True(root == element || root == -element);

            // Minus one is not a square, so exactly one of a value and its negative is.
            Assert.Equal(value.IsZero, Fp.TrySquareRoot(-square, out _));
        },
        iter: 100);

    [Fact]
    public void Batch_inversion_equals_single_inversions_and_keeps_zeros()
    {
        Fp[] values = FieldOracle.Edges.Select(FieldOracle.ToFp).ToArray();
        Fp[] inverses = values.ToArray();
        BatchInversion.Invert<Fp>(inverses, new Fp[values.Length]);
        for (int i = 0; i < values.Length; i++)
        {
            Fp.Invert(values[i], out Fp expected);
            Assert.Equal(expected, inverses[i]);
        }
    }

    [Fact]
    public void Integers_from_the_modulus_up_are_refused()
    {
        Assert.True(Fp.TryFromBytes(FieldOracle.ToBytes(FieldOracle.Modulus - 1), out _));
        Assert.False(Fp.TryFromBytes(FieldOracle.ToBytes(FieldOracle.Modulus), out _));
        Assert.False(Fp.TryFromBytes(FieldOracle.ToBytes(FieldOracle.Modulus + 1), out _));
        Assert.False(Fp.TryFromBytes(FieldOracle.ToBytes((BigInteger.One << 384) - 1), out _));
    }

    private static void CheckAll(BigInteger left, BigInteger right)
    {
        Fp a = FieldOracle.ToFp(left);
        Fp b = FieldOracle.ToFp(right);
        Assert.Equal(left, FieldOracle.ToInteger(a));
        FieldOracle.Expect(left + right, a + b);
        FieldOracle.Expect(left - right, a - b);
        FieldOracle.Expect(left * right, a * b);
        FieldOracle.Expect(-left, -a);
        Fp.Square(a, out Fp square);
        FieldOracle.Expect(left * left, square);
        Fp.Double(a, out Fp twice);
        FieldOracle.Expect(left * 2, twice);
        Assert.Equal(left > FieldOracle.Modulus - left && !left.IsZero, a.IsLargerThanNegative);

        Fp aliased = a;
        Fp.Multiply(aliased, b, out aliased);
        FieldOracle.Expect(left * right, aliased);
        aliased = b;
        Fp.Multiply(a, aliased, out aliased);
        FieldOracle.Expect(left * right, aliased);
        aliased = a;
        Fp.Multiply(aliased, aliased, out aliased);
        FieldOracle.Expect(left * left, aliased);
        aliased = a;
        Fp.Square(aliased, out aliased);
        FieldOracle.Expect(left * left, aliased);
        aliased = b;
        Fp.Subtract(a, aliased, out aliased);
        FieldOracle.Expect(left - right, aliased);
        aliased = b;
        Fp.Add(a, aliased, out aliased);
        FieldOracle.Expect(left + right, aliased);
        aliased = a;
        Fp.Double(aliased, out aliased);
        FieldOracle.Expect(left * 2, aliased);
    }
}
