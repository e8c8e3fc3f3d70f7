using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

namespace Autonomys.Cryptography.Bls12381.Pairings;

/// <summary>The field of the pairings with its products of the base field taken in lanes.</summary>
/// <remarks>
/// <para>The tower and its formulas are those of <see cref="Fp12"/>: an element is six coefficients over the quadratic field, first those of c0,
/// then those of c1. Each operation adds up the factors of all its products in the base field, multiplies them in one batch, and adds up
/// the products.</para>
/// <para>Coefficients are kept a hair above p/2 in magnitude with limbs up to 2^47, which leaves room for the sums: at most 15.3·p with limbs
/// below 2^52, counting products as up to 0.53·p with limbs from 0 to 2^48, and the signs with which they come in.</para>
/// </remarks>
internal static class LazyFp12<T>
    where T : unmanaged, IDoubles<T>
{
    /// <summary>Coefficients of an element.</summary>
    public const int Length = 6;

    private const int FactorsOfFp6 = 18;

    public static void Load(in Fp12 value, Span<LazyFp2> result) => LazyFpBatch<T>.Load(
        MemoryMarshal.Cast<Fp12, Fp>(MemoryMarshal.CreateReadOnlySpan(in value, 1)), MemoryMarshal.Cast<LazyFp2, LazyFp>(result));

    public static void Store(ReadOnlySpan<LazyFp2> value, out Fp12 result)
    {
        Unsafe.SkipInit(out result);
        LazyFpBatch<T>.Store(MemoryMarshal.Cast<LazyFp2, LazyFp>(value), MemoryMarshal.Cast<Fp12, Fp>(MemoryMarshal.CreateSpan(ref result, 1)));
    }

    /// <summary>54 products. The result may be an operand.</summary>
    [SkipLocalsInit]
    public static void Multiply(ReadOnlySpan<LazyFp2> left, ReadOnlySpan<LazyFp2> right, Span<LazyFp2> result)
    {
        Span<LazyFp> leftFactors = stackalloc LazyFp[3 * FactorsOfFp6];
        Span<LazyFp> rightFactors = stackalloc LazyFp[3 * FactorsOfFp6];
        Span<LazyFp> products = stackalloc LazyFp[3 * FactorsOfFp6];
        ExpandWithSum(left, leftFactors);
        ExpandWithSum(right, rightFactors);
        LazyFpBatch<T>.Multiply(leftFactors, rightFactors, products);

        Span<LazyFp2> sums = stackalloc LazyFp2[9];
        Span<LazyFp2> parts = stackalloc LazyFp2[9];
        CollapseFp6(products, sums);
        CollapseFp6(products[FactorsOfFp6..], sums[3..]);
        CollapseFp6(products[(2 * FactorsOfFp6)..], sums[6..]);
        Reduce(sums, parts);

        ReadOnlySpan<LazyFp2> low = parts[..3];
        ReadOnlySpan<LazyFp2> high = parts[3..6];
        ReadOnlySpan<LazyFp2> cross = parts[6..];
        sums[0] = low[0] + high[2].TimesNonResidue;
        sums[1] = low[1] + high[0];
        sums[2] = low[2] + high[1];
        sums[3] = cross[0] - low[0] - high[0];
        sums[4] = cross[1] - low[1] - high[1];
        sums[5] = cross[2] - low[2] - high[2];
        Reduce(sums[..Length], result);
    }

    /// <summary>36 products. The result may be the operand.</summary>
    [SkipLocalsInit]
    public static void Square(ReadOnlySpan<LazyFp2> value, Span<LazyFp2> result)
    {
        // (c0 + c1)(c0 + v·c1) - (1 + v)·c0·c1 = c0² + v·c1².
        Span<LazyFp> leftFactors = stackalloc LazyFp[2 * FactorsOfFp6];
        Span<LazyFp> rightFactors = stackalloc LazyFp[2 * FactorsOfFp6];
        Span<LazyFp> products = stackalloc LazyFp[2 * FactorsOfFp6];
        ExpandFp6(value[0], value[1], value[2], leftFactors);
        ExpandFp6(value[3], value[4], value[5], rightFactors);
        ExpandFp6(value[0] + value[3], value[1] + value[4], value[2] + value[5], leftFactors[FactorsOfFp6..]);
        ExpandFp6(value[0] + value[5].TimesNonResidue, value[1] + value[3], value[2] + value[4], rightFactors[FactorsOfFp6..]);
        LazyFpBatch<T>.Multiply(leftFactors, rightFactors, products);

        Span<LazyFp2> sums = stackalloc LazyFp2[Length];
        Span<LazyFp2> parts = stackalloc LazyFp2[Length];
        CollapseFp6(products, sums);
        CollapseFp6(products[FactorsOfFp6..], sums[3..]);
        Reduce(sums, parts);
        sums[0] = parts[3] - parts[0] - parts[2].TimesNonResidue;
        sums[1] = parts[4] - parts[1] - parts[0];
        sums[2] = parts[5] - parts[2] - parts[1];
        sums[3] = parts[0] + parts[0];
        sums[4] = parts[1] + parts[1];
        sums[5] = parts[2] + parts[2];
        Reduce(sums, result);
    }

    /// <summary>The square of an element of the cyclotomic subgroup: 18 products. The result may be the operand.</summary>
    [SkipLocalsInit]
    public static void CyclotomicSquare(ReadOnlySpan<LazyFp2> value, Span<LazyFp2> result)
    {
        const int Squares = 9;
        Span<LazyFp> leftFactors = stackalloc LazyFp[2 * Squares];
        Span<LazyFp> rightFactors = stackalloc LazyFp[2 * Squares];
        Span<LazyFp> products = stackalloc LazyFp[2 * Squares];
        ExpandQuartic(value[0], value[4], leftFactors, rightFactors);
        ExpandQuartic(value[3], value[2], leftFactors[6..], rightFactors[6..]);
        ExpandQuartic(value[1], value[5], leftFactors[12..], rightFactors[12..]);
        LazyFpBatch<T>.Multiply(leftFactors, rightFactors, products);

        CollapseQuartic(products, out LazyFp2 a0, out LazyFp2 a1);
        CollapseQuartic(products[6..], out LazyFp2 b0, out LazyFp2 b1);
        CollapseQuartic(products[12..], out LazyFp2 c0, out LazyFp2 c1);
        Span<LazyFp2> sums = stackalloc LazyFp2[Length];
        sums[0] = Triple(a0) - Twice(value[0]);
        sums[1] = Triple(b0) - Twice(value[1]);
        sums[2] = Triple(c0) - Twice(value[2]);
        sums[3] = Triple(c1.TimesNonResidue) + Twice(value[3]);
        sums[4] = Triple(a1) + Twice(value[4]);
        sums[5] = Triple(b1) + Twice(value[5]);
        Reduce(sums, result);
    }

    /// <summary>Times b0 + b1·v + b4·v·w: 39 products. The result may be the operand; the coefficients of the line are reduced.</summary>
    [SkipLocalsInit]
    public static void MultiplyByLine(ReadOnlySpan<LazyFp2> value, in LazyFp2 b0, in LazyFp2 b1, in LazyFp2 b4, Span<LazyFp2> result)
    {
        const int Factors = 39;
        const int FactorsOf01 = 15;
        const int FirstOfHigh = 2 * FactorsOf01;
        Span<LazyFp> leftFactors = stackalloc LazyFp[Factors];
        Span<LazyFp> rightFactors = stackalloc LazyFp[Factors];
        Span<LazyFp> products = stackalloc LazyFp[Factors];
        Expand01(value[0], value[1], value[2], b0, b1, leftFactors, rightFactors);
        Expand01(
            value[0] + value[3], value[1] + value[4], value[2] + value[5], b0, b1 + b4, leftFactors[FactorsOf01..], rightFactors[FactorsOf01..]);
        for (int i = 0; i < 3; i++)
        {
            LazyFp2.Expand(value[3 + i], leftFactors[(FirstOfHigh + (3 * i))..]);
            LazyFp2.Expand(b4, rightFactors[(FirstOfHigh + (3 * i))..]);
        }

        LazyFpBatch<T>.Multiply(leftFactors, rightFactors, products);
        Collapse01(products, out LazyFp2 low0, out LazyFp2 low1, out LazyFp2 low2);
        Collapse01(products[FactorsOf01..], out LazyFp2 cross0, out LazyFp2 cross1, out LazyFp2 cross2);
        LazyFp2 high1 = LazyFp2.Collapse(products[FirstOfHigh..]);
        LazyFp2 high2 = LazyFp2.Collapse(products[(FirstOfHigh + 3)..]);
        LazyFp2 high0 = LazyFp2.Collapse(products[(FirstOfHigh + 6)..]).TimesNonResidue;
        Span<LazyFp2> sums = stackalloc LazyFp2[Length];
        sums[0] = low0 + high2.TimesNonResidue;
        sums[1] = low1 + high0;
        sums[2] = low2 + high1;
        sums[3] = cross0 - low0 - high0;
        sums[4] = cross1 - low1 - high1;
        sums[5] = cross2 - low2 - high2;
        Reduce(sums, result);
    }

    private static void Reduce(ReadOnlySpan<LazyFp2> values, Span<LazyFp2> reduced) =>
        LazyFpBatch<T>.Reduce(MemoryMarshal.Cast<LazyFp2, LazyFp>(values), MemoryMarshal.Cast<LazyFp2, LazyFp>(reduced));

    private static LazyFp2 Twice(in LazyFp2 value) => value + value;

    private static LazyFp2 Triple(in LazyFp2 value) => value + value + value;

    private static void ExpandWithSum(ReadOnlySpan<LazyFp2> value, Span<LazyFp> factors)
    {
        ExpandFp6(value[0], value[1], value[2], factors);
        ExpandFp6(value[3], value[4], value[5], factors[FactorsOfFp6..]);
        ExpandFp6(value[0] + value[3], value[1] + value[4], value[2] + value[5], factors[(2 * FactorsOfFp6)..]);
    }

    private static void ExpandFp6(in LazyFp2 c0, in LazyFp2 c1, in LazyFp2 c2, Span<LazyFp> factors)
    {
        LazyFp2.Expand(c0, factors);
        LazyFp2.Expand(c1, factors[3..]);
        LazyFp2.Expand(c2, factors[6..]);
        LazyFp2.Expand(c1 + c2, factors[9..]);
        LazyFp2.Expand(c0 + c1, factors[12..]);
        LazyFp2.Expand(c0 + c2, factors[15..]);
    }

    private static void CollapseFp6(ReadOnlySpan<LazyFp> products, Span<LazyFp2> result)
    {
        LazyFp2 p0 = LazyFp2.Collapse(products);
        LazyFp2 p1 = LazyFp2.Collapse(products[3..]);
        LazyFp2 p2 = LazyFp2.Collapse(products[6..]);
        result[0] = p0 + (LazyFp2.Collapse(products[9..]) - p1 - p2).TimesNonResidue;
        result[1] = LazyFp2.Collapse(products[12..]) - p0 - p1 + p2.TimesNonResidue;
        result[2] = LazyFp2.Collapse(products[15..]) - p0 - p2 + p1;
    }

    /// <summary>The factors of (c0 + c1·v + c2·v²)(b0 + b1·v).</summary>
    private static void Expand01(
        in LazyFp2 c0, in LazyFp2 c1, in LazyFp2 c2, in LazyFp2 b0, in LazyFp2 b1, Span<LazyFp> leftFactors, Span<LazyFp> rightFactors)
    {
        LazyFp2.Expand(c0, leftFactors);
        LazyFp2.Expand(b0, rightFactors);
        LazyFp2.Expand(c1, leftFactors[3..]);
        LazyFp2.Expand(b1, rightFactors[3..]);
        LazyFp2.Expand(c2, leftFactors[6..]);
        LazyFp2.Expand(b1, rightFactors[6..]);
        LazyFp2.Expand(c0 + c1, leftFactors[9..]);
        LazyFp2.Expand(b0 + b1, rightFactors[9..]);
        LazyFp2.Expand(c2, leftFactors[12..]);
        LazyFp2.Expand(b0, rightFactors[12..]);
    }

    private static void Collapse01(ReadOnlySpan<LazyFp> products, out LazyFp2 c0, out LazyFp2 c1, out LazyFp2 c2)
    {
        LazyFp2 p0 = LazyFp2.Collapse(products);
        LazyFp2 p1 = LazyFp2.Collapse(products[3..]);
        c0 = p0 + LazyFp2.Collapse(products[6..]).TimesNonResidue;
        c1 = LazyFp2.Collapse(products[9..]) - p0 - p1;
        c2 = LazyFp2.Collapse(products[12..]) + p1;
    }

    /// <summary>The factors of a², b² and (a + b)²: of each (c0 + c1)(c0 - c1) and c0·c1.</summary>
    private static void ExpandQuartic(in LazyFp2 a, in LazyFp2 b, Span<LazyFp> leftFactors, Span<LazyFp> rightFactors)
    {
        ExpandSquare(a, leftFactors, rightFactors);
        ExpandSquare(b, leftFactors[2..], rightFactors[2..]);
        ExpandSquare(a + b, leftFactors[4..], rightFactors[4..]);
    }

    private static void ExpandSquare(in LazyFp2 value, Span<LazyFp> leftFactors, Span<LazyFp> rightFactors)
    {
        leftFactors[0] = value.C0 + value.C1;
        rightFactors[0] = value.C0 - value.C1;
        leftFactors[1] = value.C0;
        rightFactors[1] = value.C1;
    }

    /// <summary>(a + b·s)² = (a² + (1 + u)·b²) + 2ab·s.</summary>
    private static void CollapseQuartic(ReadOnlySpan<LazyFp> products, out LazyFp2 low, out LazyFp2 high)
    {
        LazyFp2 squareA = new(products[0], products[1] + products[1]);
        LazyFp2 squareB = new(products[2], products[3] + products[3]);
        high = new LazyFp2(products[4], products[5] + products[5]) - squareA - squareB;
        low = squareA + squareB.TimesNonResidue;
    }
}
