using System.Numerics;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;
using CsCheck;

namespace Autonomys.Cryptography.Tests.Bls12381.Fields.BaseLanes;

/// <summary>The same checks for every width: all pairs of edges and random pairs, against scalar arithmetic, limb for limb.</summary>
internal static class FpLanesChecks<T>
    where T : unmanaged, IDoubles<T>
{
    private static readonly int[] Offsets = [.. Enumerable.Range(0, T.Count).Select(lane => lane * Fp.Limbs)];

    public static void All_pairs_of_edges_equal_scalar_arithmetic()
    {
        Fp[] edges = [.. FieldOracle.Edges.Select(FieldOracle.ToFp)];
        (Fp Left, Fp Right)[] pairs = [.. edges.SelectMany(left => edges.Select(right => (left, right)))];
        foreach ((Fp Left, Fp Right)[] chunk in pairs.Chunk(T.Count))
        {
            Check([.. chunk.Select(pair => pair.Left)], [.. chunk.Select(pair => pair.Right)]);
        }
    }

    public static void Random_elements_equal_scalar_arithmetic() => Gen.Select(FieldOracle.Element.Array[T.Count], FieldOracle.Element.Array[T.Count])
        .Sample((left, right) => Check([.. left.Select(FieldOracle.ToFp)], [.. right.Select(FieldOracle.ToFp)]), iter: 500);

    /// <summary>Limbs of the Montgomery form at their ends are what the halves of products may go wrong at.</summary>
    public static void Limbs_at_their_ends_equal_scalar_arithmetic()
    {
        BigInteger[] limbs = [0, 1, (BigInteger.One << 47) - 1, BigInteger.One << 47, (BigInteger.One << 47) + 1, (BigInteger.One << 48) - 1];
        BigInteger radixInverse = BigInteger.ModPow(BigInteger.One << 384, FieldOracle.Modulus - 2, FieldOracle.Modulus);
        Gen<Fp> element = Gen.Int[0, limbs.Length - 1].Array[8].Select(parts =>
        {
            BigInteger inside = BigInteger.Zero;
            for (int i = 0; i < parts.Length; i++)
            {
                inside += limbs[parts[i]] << (48 * i);
            }

            return FieldOracle.ToFp(inside % FieldOracle.Modulus * radixInverse % FieldOracle.Modulus);
        });
        Gen.Select(element.Array[T.Count], element.Array[T.Count]).Sample(Check, iter: 1000);
    }

    private static void Check(Fp[] left, Fp[] right)
    {
        Fp[] a = [.. left, .. Enumerable.Repeat(Fp.One, T.Count - left.Length)];
        Fp[] b = [.. right, .. Enumerable.Repeat(Fp.One, T.Count - right.Length)];
        FpLanes<T> x = Load(a);
        FpLanes<T> y = Load(b);
        Expect(i => a[i], x);
        FpLanes<T>.Add(x, y, out FpLanes<T> sum);
        Expect(i => a[i] + b[i], sum);
        FpLanes<T>.Subtract(x, y, out FpLanes<T> difference);
        Expect(i => a[i] - b[i], difference);
        FpLanes<T>.Multiply(x, y, out FpLanes<T> product);
        Expect(i => a[i] * b[i], product);
        FpLanes<T>.Square(x, out FpLanes<T> square);
        Expect(i => a[i] * a[i], square);
        FpLanes<T>.Double(x, out FpLanes<T> twice);
        Expect(i => a[i] + a[i], twice);
        FpLanes<T>.Triple(x, out FpLanes<T> thrice);
        Expect(i => a[i] + a[i] + a[i], thrice);
        FpLanes<T>.Negate(x, out FpLanes<T> negative);
        Expect(i => -a[i], negative);

        // Unreduced operands as large as the formulas have them, and back to reduced ones.
        FpLanes<T>.Subtract(difference, y, out FpLanes<T> low);
        FpLanes<T>.Multiply(low, sum, out product);
        Expect(i => (a[i] - b[i] - b[i]) * (a[i] + b[i]), product);
        FpLanes<T>.Quadruple(negative, out FpLanes<T> four);
        FpLanes<T>.Subtract(four, sum, out four);
        FpLanes<T>.Reduce(four, out FpLanes<T> reduced);
        Expect(i => -(a[i] + a[i] + a[i] + a[i]) - (a[i] + b[i]), reduced);
        FpLanes<T>.Multiply(reduced, reduced, out reduced);
        Expect(i => (a[i] + a[i] + a[i] + a[i] + a[i] + b[i]) * (a[i] + a[i] + a[i] + a[i] + a[i] + b[i]), reduced);

        // The output over an input.
        FpLanes<T> aliased = x;
        FpLanes<T>.Multiply(aliased, y, out aliased);
        Expect(i => a[i] * b[i], aliased);
        aliased = y;
        FpLanes<T>.Multiply(x, aliased, out aliased);
        Expect(i => a[i] * b[i], aliased);
        aliased = x;
        FpLanes<T>.Multiply(aliased, aliased, out aliased);
        Expect(i => a[i] * a[i], aliased);
    }

    private static FpLanes<T> Load(Fp[] elements)
    {
        FpLanes<T>.Load(in elements[0], in Offsets[0], out FpLanes<T> lanes);
        return lanes;
    }

    private static void Expect(Func<int, Fp> expected, FpLanes<T> actual)
    {
        Fp[] stored = new Fp[T.Count];
        FpLanes<T>.Store(actual, ref stored[0], in Offsets[0]);
        for (int i = 0; i < stored.Length; i++)
        {
            Assert.Equal(expected(i), stored[i]);
        }
    }
}
