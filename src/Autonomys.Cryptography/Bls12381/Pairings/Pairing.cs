using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Bls12381.Pairings;

/// <summary>The optimal ate pairing of G1 and G2.</summary>
public static class Pairing
{
    /// <summary>Whether e(g1[0], g2[0]) · e(g1[1], g2[1]) · … is one.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static bool PairingsProductIsOne(ReadOnlySpan<G1Affine> g1, ReadOnlySpan<G2Affine> g2)
    {
        PreparedG2[] prepared = new PreparedG2[g2.Length];
        for (int i = 0; i < prepared.Length; i++)
        {
            prepared[i] = new PreparedG2(g2[i]);
        }

        return PairingsProductIsOne(g1, prepared);
    }

    /// <summary>Whether the product of the pairings is one; without allocation.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static bool PairingsProductIsOne(ReadOnlySpan<G1Affine> g1, ReadOnlySpan<PreparedG2> g2)
    {
        MillerLoop(g1, g2, out Fp12 product);
        FinalExponentiation.Raise(product, out product);
        return product.Equals(Fp12.One);
    }

    /// <summary>The cube of e(g1, g2): a pairing as good as the usual one, since 3 does not divide the order.</summary>
    internal static Fp12 Compute(in G1Affine g1, in G2Affine g2)
    {
        MillerLoop([g1], [new PreparedG2(g2)], out Fp12 product);
        FinalExponentiation.Raise(product, out product);
        return product;
    }

    /// <summary>The product of the Miller loops of all pairs: the squarings are shared.</summary>
    private static void MillerLoop(ReadOnlySpan<G1Affine> g1, ReadOnlySpan<PreparedG2> g2, out Fp12 result)
    {
        if (g1.Length != g2.Length)
        {
            throw new ArgumentException($"{g1.Length} points of G1 cannot be paired with {g2.Length} of G2.", nameof(g2));
        }

        Fp12 value = Fp12.One;
        int line = 0;
        for (int bit = 62; bit >= 0; bit--)
        {
            Fp12.Square(value, out value);
            MultiplyByLines(ref value, g1, g2, line++);
            if (((CurveParameter.Absolute >> bit) & 1) != 0)
            {
                MultiplyByLines(ref value, g1, g2, line++);
            }
        }

        // The loop ran over |z| and z is negative.
        Fp12.Conjugate(value, out result);
    }

    private static void MultiplyByLines(ref Fp12 value, ReadOnlySpan<G1Affine> g1, ReadOnlySpan<PreparedG2> g2, int index)
    {
        for (int i = 0; i < g1.Length; i++)
        {
            ReadOnlySpan<PreparedG2.Line> lines = g2[i].Lines;
            if (lines.IsEmpty || g1[i].IsIdentity)
            {
                continue;
            }

            ref readonly PreparedG2.Line line = ref lines[index];
            Fp2.MultiplyByBase(line.X, g1[i].X, out Fp2 x);
            Fp2.MultiplyByBase(line.Y, g1[i].Y, out Fp2 y);
            Fp12.MultiplyByLine(value, line.Constant, x, y, out value);
        }
    }
}
