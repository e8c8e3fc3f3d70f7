using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;
using Autonomys.Cryptography.Bls12381.Pairings;
using Autonomys.Cryptography.Tests.Bls12381.Curves;
using Autonomys.Testing;

namespace Autonomys.Cryptography.Tests.Bls12381.Pairings;

/// <summary>The pairings' field in lanes equals the scalar one, step for step.</summary>
public sealed class LazyFp12Tests
{
    [Fact]
    public void Four_lanes_equal_scalar_arithmetic() => CheckAll<Doubles256>();

    [Fact]
    public void Eight_lanes_equal_scalar_arithmetic() => CheckAll<Doubles512>();

    [Fact]
    public void Loops_of_pairings_in_lanes_equal_scalar_ones()
    {
        G1Affine[] g1 = [PointOracle.RandomG1("p"), PointOracle.RandomG1("r"), default];
        PreparedG2[] g2 = [new(PointOracle.RandomG2("q")), new(G2Affine.Generator), new(G2Affine.Generator)];
        Pairing.MillerLoopScalar(g1, g2, out Fp12 expected);
        Pairing.MillerLoopInLanes<Doubles256>(g1, g2, out Fp12 actual);
        Assert.Equal(expected, actual);
        Pairing.MillerLoopInLanes<Doubles512>(g1, g2, out actual);
        Assert.Equal(expected, actual);

        Fp12 unit = Pairing.Compute(g1[0], G2Affine.Generator);
        FinalExponentiation.RaiseScalar(unit, out expected);
        FinalExponentiation.RaiseInLanes<Doubles256>(unit, out actual);
        Assert.Equal(expected, actual);
        FinalExponentiation.RaiseInLanes<Doubles512>(unit, out actual);
        Assert.Equal(expected, actual);
    }

    private static void CheckAll<T>()
        where T : unmanaged, IDoubles<T>
    {
        Fp12[] values = [default, Fp12.One, Edge(), Negative(Fp12.One), .. Enumerable.Range(0, 6).Select(i => Random("lazy" + i))];
        LazyFp2[] result = new LazyFp2[6];
        foreach (Fp12 left in values)
        {
            LazyFp2[] a = Load<T>(left);
            Expect<T>(left, a);
            LazyFp12<T>.Square(a, result);
            Fp12.Square(left, out Fp12 expected);
            Expect<T>(expected, result);
            LazyFp12<T>.CyclotomicSquare(a, result);
            Fp12.CyclotomicSquare(left, out expected);
            Expect<T>(expected, result);
            foreach (Fp12 right in values)
            {
                LazyFp2[] b = Load<T>(right);
                LazyFp12<T>.Multiply(a, b, result);
                Fp12.Multiply(left, right, out expected);
                Expect<T>(expected, result);
                LazyFp12<T>.MultiplyByLine(a, b[0], b[1], b[4], result);
                Fp12.MultiplyByLine(left, right.C0.C0, right.C0.C1, right.C1.C1, out expected);
                Expect<T>(expected, result);
            }
        }

        // A chain, in place: what is left unreduced must not add up.
        LazyFp2[] running = Load<T>(values[^1]);
        LazyFp2[] factor = Load<T>(values[2]);
        Fp12 plain = values[^1];
        for (int i = 0; i < 40; i++)
        {
            LazyFp12<T>.Square(running, running);
            LazyFp12<T>.Multiply(running, factor, running);
            LazyFp12<T>.CyclotomicSquare(running, running);
            Fp12.Square(plain, out plain);
            Fp12.Multiply(plain, values[2], out plain);
            Fp12.CyclotomicSquare(plain, out plain);
        }

        Expect<T>(plain, running);
    }

    private static LazyFp2[] Load<T>(Fp12 value)
        where T : unmanaged, IDoubles<T>
    {
        LazyFp2[] loaded = new LazyFp2[6];
        LazyFp12<T>.Load(value, loaded);
        return loaded;
    }

    private static void Expect<T>(Fp12 expected, LazyFp2[] actual)
        where T : unmanaged, IDoubles<T>
    {
        LazyFp12<T>.Store(actual, out Fp12 stored);
        Assert.Equal(expected, stored);
    }

    private static Fp12 Random(string label) =>
        Of([.. Enumerable.Range(0, 6).Select(i => new Fp2(RandomFp($"{label}.{i}.0"), RandomFp($"{label}.{i}.1")))]);

    /// <summary>Coefficients as large as their form gets.</summary>
    private static Fp12 Edge()
    {
        Fp largest = new(0xb9feffffffffaaaa, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624, 0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a);
        return Of([new(largest, largest), new(largest, default), new(default, largest), new(largest, largest), new(Fp.One, largest), new(largest, largest)]);
    }

    private static Fp12 Negative(Fp12 value)
    {
        Fp6.Negate(value.C0, out Fp6 c0);
        Fp6.Negate(value.C1, out Fp6 c1);
        return new Fp12(c0, c1);
    }

    private static Fp12 Of(Fp2[] coefficients) =>
        new(new Fp6(coefficients[0], coefficients[1], coefficients[2]), new Fp6(coefficients[3], coefficients[4], coefficients[5]));

    private static Fp RandomFp(string label)
    {
        byte[] bytes = Vectors.Bytes(label, Fp.Size);
        bytes[0] &= 0x0f;
        Assert.True(Fp.TryFromBytes(bytes, out Fp element));
        return element;
    }
}
