using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

namespace Autonomys.Cryptography.Bls12381.Pairings;

/// <summary>Raising the value of a Miller loop to 3·(p¹² - 1)/r, which makes it a pairing.</summary>
internal static class FinalExponentiation
{
    /// <remarks>
    /// The easy part is (p⁶ - 1)(p² + 1). The hard part is 3·(p⁴ - p² + 1)/r = (z - 1)²(z + p)(z² + p² - 1) + 3
    /// (Hayashida, Hayasaka, Teruya, "Efficient final exponentiation via cyclotomic structure", 2020).
    /// </remarks>
    public static void Raise(in Fp12 value, out Fp12 result)
    {
        Fp12.Invert(value, out Fp12 inverse);
        Fp12.Conjugate(value, out Fp12 m);
        Fp12.Multiply(m, inverse, out m);
        FrobeniusSquared(m, out Fp12 power);
        Fp12.Multiply(m, power, out m);

        RaiseToParameterMinusOne(m, out Fp12 a);
        RaiseToParameterMinusOne(a, out a);
        RaiseToParameter(a, out Fp12 b);
        Fp12.Frobenius(a, out power);
        Fp12.Multiply(b, power, out b);
        RaiseToParameter(b, out Fp12 c);
        RaiseToParameter(c, out c);
        FrobeniusSquared(b, out power);
        Fp12.Multiply(c, power, out c);
        Fp12.Conjugate(b, out power);
        Fp12.Multiply(c, power, out c);

        Fp12.CyclotomicSquare(m, out Fp12 cube);
        Fp12.Multiply(cube, m, out cube);
        Fp12.Multiply(c, cube, out result);
    }

    private static void FrobeniusSquared(in Fp12 value, out Fp12 result)
    {
        Fp12.Frobenius(value, out result);
        Fp12.Frobenius(result, out result);
    }

    private static void RaiseToParameterMinusOne(in Fp12 value, out Fp12 result)
    {
        Fp12 start = value;
        RaiseToParameter(start, out Fp12 power);
        Fp12.Conjugate(start, out start);
        Fp12.Multiply(power, start, out result);
    }

    /// <summary>The power z of an element of the cyclotomic subgroup, where the conjugate is the inverse.</summary>
    private static void RaiseToParameter(in Fp12 value, out Fp12 result)
    {
        Fp12 power;
        switch (BaseFieldLanes.Count)
        {
            case 8:
                RaiseInLanes<Doubles512>(value, out power);
                break;
            case 4:
                RaiseInLanes<Doubles256>(value, out power);
                break;
            default:
                RaiseScalar(value, out power);
                break;
        }

        Fp12.Conjugate(power, out result);
    }

    /// <summary>The power |z|.</summary>
    internal static void RaiseScalar(in Fp12 value, out Fp12 power)
    {
        Fp12 start = value;
        power = value;
        for (int bit = 62; bit >= 0; bit--)
        {
            Fp12.CyclotomicSquare(power, out power);
            if (((CurveParameter.Absolute >> bit) & 1) != 0)
            {
                Fp12.Multiply(power, start, out power);
            }
        }
    }

    /// <summary>The power |z| in lanes.</summary>
    internal static void RaiseInLanes<T>(in Fp12 value, out Fp12 power)
        where T : unmanaged, IDoubles<T>
    {
        Span<LazyFp2> start = stackalloc LazyFp2[LazyFp12<T>.Length];
        Span<LazyFp2> running = stackalloc LazyFp2[LazyFp12<T>.Length];
        LazyFp12<T>.Load(value, start);
        start.CopyTo(running);
        for (int bit = 62; bit >= 0; bit--)
        {
            LazyFp12<T>.CyclotomicSquare(running, running);
            if (((CurveParameter.Absolute >> bit) & 1) != 0)
            {
                LazyFp12<T>.Multiply(running, start, running);
            }
        }

        LazyFp12<T>.Store(running, out power);
    }
}
