using System.Runtime.InteropServices;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

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

        switch (BaseFieldLanes.Count)
        {
            case 8:
                MillerLoopInLanes<Doubles512>(g1, g2, out result);
                break;
            case 4:
                MillerLoopInLanes<Doubles256>(g1, g2, out result);
                break;
            default:
                MillerLoopScalar(g1, g2, out result);
                break;
        }

        // The loop ran over |z| and z is negative.
        Fp12.Conjugate(result, out result);
    }

    /// <summary>The loop over |z|.</summary>
    internal static void MillerLoopScalar(ReadOnlySpan<G1Affine> g1, ReadOnlySpan<PreparedG2> g2, out Fp12 result)
    {
        result = Fp12.One;
        int line = 0;
        for (int bit = 62; bit >= 0; bit--)
        {
            Fp12.Square(result, out result);
            MultiplyByLines(ref result, g1, g2, line++);
            if (((CurveParameter.Absolute >> bit) & 1) != 0)
            {
                MultiplyByLines(ref result, g1, g2, line++);
            }
        }
    }

    /// <summary>The loop over |z| in lanes.</summary>
    internal static void MillerLoopInLanes<T>(ReadOnlySpan<G1Affine> g1, ReadOnlySpan<PreparedG2> g2, out Fp12 result)
        where T : unmanaged, IDoubles<T>
    {
        Span<LazyFp2> value = stackalloc LazyFp2[LazyFp12<T>.Length];
        LazyFp12<T>.Load(Fp12.One, value);
        int line = 0;
        for (int bit = 62; bit >= 0; bit--)
        {
            LazyFp12<T>.Square(value, value);
            MultiplyByLines<T>(value, g1, g2, line++);
            if (((CurveParameter.Absolute >> bit) & 1) != 0)
            {
                MultiplyByLines<T>(value, g1, g2, line++);
            }
        }

        LazyFp12<T>.Store(value, out result);
    }

    private static void MultiplyByLines(ref Fp12 value, ReadOnlySpan<G1Affine> g1, ReadOnlySpan<PreparedG2> g2, int index)
    {
        for (int i = 0; i < g1.Length; i++)
        {
            if (TryGetLine(g1[i], g2[i], index, out Fp2 constant, out Fp2 x, out Fp2 y))
            {
                Fp12.MultiplyByLine(value, constant, x, y, out value);
            }
        }
    }

    private static void MultiplyByLines<T>(Span<LazyFp2> value, ReadOnlySpan<G1Affine> g1, ReadOnlySpan<PreparedG2> g2, int index)
        where T : unmanaged, IDoubles<T>
    {
        // Four places, eight elements of the base field: as many as the widest vectors have lanes.
        Span<Fp2> line = stackalloc Fp2[4];
        Span<LazyFp2> loaded = stackalloc LazyFp2[4];
        line.Clear();
        for (int i = 0; i < g1.Length; i++)
        {
            if (TryGetLine(g1[i], g2[i], index, out line[0], out line[1], out line[2]))
            {
                LazyFpBatch<T>.Load(MemoryMarshal.Cast<Fp2, Fp>(line), MemoryMarshal.Cast<LazyFp2, LazyFp>(loaded));
                LazyFp12<T>.MultiplyByLine(value, loaded[0], loaded[1], loaded[2], value);
            }
        }
    }

    /// <summary>The coefficients of a line at a point; false when one of the two points is the identity, whose pairing is one.</summary>
    private static bool TryGetLine(in G1Affine point, PreparedG2 prepared, int index, out Fp2 constant, out Fp2 x, out Fp2 y)
    {
        ReadOnlySpan<PreparedG2.Line> lines = prepared.Lines;
        if (lines.IsEmpty || point.IsIdentity)
        {
            constant = x = y = default;
            return false;
        }

        ref readonly PreparedG2.Line line = ref lines[index];
        constant = line.Constant;
        Fp2.MultiplyByBase(line.X, point.X, out x);
        Fp2.MultiplyByBase(line.Y, point.Y, out y);
        return true;
    }
}
