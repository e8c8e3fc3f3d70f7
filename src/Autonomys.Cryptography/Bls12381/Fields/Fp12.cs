using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Autonomys.Cryptography.Bls12381.Fields;

/// <summary>c0 + c1·w with w² = v: the field in which pairings take their values.</summary>
[SkipLocalsInit]
internal readonly struct Fp12 : IEquatable<Fp12>
{
    public readonly Fp6 C0;
    public readonly Fp6 C1;

    public Fp12(in Fp6 c0, in Fp6 c1)
    {
        C0 = c0;
        C1 = c1;
    }

    public static Fp12 One => new(Fp6.One, default);

    public static void Multiply(in Fp12 left, in Fp12 right, out Fp12 result)
    {
        Fp6.Multiply(left.C0, right.C0, out Fp6 low);
        Fp6.Multiply(left.C1, right.C1, out Fp6 high);
        Fp6.Add(left.C0, left.C1, out Fp6 leftSum);
        Fp6.Add(right.C0, right.C1, out Fp6 rightSum);
        Fp6.Multiply(leftSum, rightSum, out Fp6 cross);
        Fp6.Subtract(cross, low, out cross);
        Fp6.Subtract(cross, high, out cross);
        Fp6.MultiplyByV(high, out high);
        Fp6.Add(low, high, out low);
        result = new Fp12(low, cross);
    }

    public static void Square(in Fp12 value, out Fp12 result)
    {
        // (c0 + c1)(c0 + v·c1) - (1 + v)·c0·c1 = c0² + v·c1².
        Fp6.Multiply(value.C0, value.C1, out Fp6 product);
        Fp6.Add(value.C0, value.C1, out Fp6 sum);
        Fp6.MultiplyByV(value.C1, out Fp6 shifted);
        Fp6.Add(value.C0, shifted, out shifted);
        Fp6.Multiply(sum, shifted, out Fp6 c0);
        Fp6.Subtract(c0, product, out c0);
        Fp6.MultiplyByV(product, out shifted);
        Fp6.Subtract(c0, shifted, out c0);
        Fp6.Add(product, product, out Fp6 c1);
        result = new Fp12(c0, c1);
    }

    /// <summary>Times b0 + b1·v + b4·v·w: the shape of the lines of the Miller loop.</summary>
    public static void MultiplyByLine(in Fp12 left, in Fp2 b0, in Fp2 b1, in Fp2 b4, out Fp12 result)
    {
        Fp6.MultiplyBy01(left.C0, b0, b1, out Fp6 low);
        Fp6.MultiplyBy1(left.C1, b4, out Fp6 high);
        Fp2.Add(b1, b4, out Fp2 sum);
        Fp6.Add(left.C0, left.C1, out Fp6 cross);
        Fp6.MultiplyBy01(cross, b0, sum, out cross);
        Fp6.Subtract(cross, low, out cross);
        Fp6.Subtract(cross, high, out cross);
        Fp6.MultiplyByV(high, out high);
        Fp6.Add(low, high, out low);
        result = new Fp12(low, cross);
    }

    /// <summary>c0 - c1·w, which is also the p⁶-th power, and the inverse of elements of the cyclotomic subgroup.</summary>
    public static void Conjugate(in Fp12 value, out Fp12 result)
    {
        Fp6.Negate(value.C1, out Fp6 c1);
        result = new Fp12(value.C0, c1);
    }

    public static void Invert(in Fp12 value, out Fp12 result)
    {
        // 1 / (c0² - v·c1²) times the conjugate.
        Fp6.Square(value.C0, out Fp6 norm);
        Fp6.Square(value.C1, out Fp6 square1);
        Fp6.MultiplyByV(square1, out square1);
        Fp6.Subtract(norm, square1, out norm);
        Fp6.Invert(norm, out norm);
        Fp6.Multiply(value.C0, norm, out Fp6 c0);
        Fp6.Multiply(value.C1, norm, out Fp6 c1);
        Fp6.Negate(c1, out c1);
        result = new Fp12(c0, c1);
    }

    /// <summary>The p-th power: conjugates every coefficient and multiplies the one of w^i by (1 + u)^(i(p - 1)/6).</summary>
    public static void Frobenius(in Fp12 value, out Fp12 result)
    {
        ReadOnlySpan<Fp2> powers = FrobeniusPowers.OfNonResidue;
        Fp2.Conjugate(value.C0.C0, out Fp2 c00);
        ConjugateAndMultiply(value.C0.C1, powers[2], out Fp2 c01);
        ConjugateAndMultiply(value.C0.C2, powers[4], out Fp2 c02);
        ConjugateAndMultiply(value.C1.C0, powers[1], out Fp2 c10);
        ConjugateAndMultiply(value.C1.C1, powers[3], out Fp2 c11);
        ConjugateAndMultiply(value.C1.C2, powers[5], out Fp2 c12);
        result = new Fp12(new Fp6(c00, c01, c02), new Fp6(c10, c11, c12));
    }

    /// <summary>The square of an element of the cyclotomic subgroup (Granger and Scott): three squarings in the quartic field.</summary>
    public static void CyclotomicSquare(in Fp12 value, out Fp12 result)
    {
        // Pairs (c0.c0, c1.c1), (c1.c0, c0.c2), (c0.c1, c1.c2) are elements a + b·s of the quartic field with s² = 1 + u.
        SquareQuartic(value.C0.C0, value.C1.C1, out Fp2 a0, out Fp2 a1);
        SquareQuartic(value.C1.C0, value.C0.C2, out Fp2 b0, out Fp2 b1);
        SquareQuartic(value.C0.C1, value.C1.C2, out Fp2 c0, out Fp2 c1);
        Fp2.MultiplyByNonResidue(c1, out c1);

        TripleMinusTwice(a0, value.C0.C0, out Fp2 c00);
        TripleMinusTwice(b0, value.C0.C1, out Fp2 c01);
        TripleMinusTwice(c0, value.C0.C2, out Fp2 c02);
        TriplePlusTwice(c1, value.C1.C0, out Fp2 c10);
        TriplePlusTwice(a1, value.C1.C1, out Fp2 c11);
        TriplePlusTwice(b1, value.C1.C2, out Fp2 c12);
        result = new Fp12(new Fp6(c00, c01, c02), new Fp6(c10, c11, c12));
    }

    public bool Equals(Fp12 other) => C0.Equals(other.C0) && C1.Equals(other.C1);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Fp12 other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(C0, C1);

    public override string ToString() => $"[{C0}] + [{C1}]·w";

    private static void ConjugateAndMultiply(in Fp2 value, in Fp2 factor, out Fp2 result)
    {
        Fp2.Conjugate(value, out result);
        Fp2.Multiply(result, factor, out result);
    }

    /// <summary>(a + b·s)² = (a² + (1 + u)·b²) + 2ab·s.</summary>
    private static void SquareQuartic(in Fp2 a, in Fp2 b, out Fp2 low, out Fp2 high)
    {
        Fp2.Square(a, out Fp2 squareA);
        Fp2.Square(b, out Fp2 squareB);
        Fp2.Add(a, b, out Fp2 sum);
        Fp2.Square(sum, out high);
        Fp2.Subtract(high, squareA, out high);
        Fp2.Subtract(high, squareB, out high);
        Fp2.MultiplyByNonResidue(squareB, out low);
        Fp2.Add(low, squareA, out low);
    }

    private static void TripleMinusTwice(in Fp2 tripled, in Fp2 twice, out Fp2 result)
    {
        Fp2.Subtract(tripled, twice, out Fp2 difference);
        Fp2.Double(difference, out difference);
        Fp2.Add(difference, tripled, out result);
    }

    private static void TriplePlusTwice(in Fp2 tripled, in Fp2 twice, out Fp2 result)
    {
        Fp2.Add(tripled, twice, out Fp2 sum);
        Fp2.Double(sum, out sum);
        Fp2.Add(sum, tripled, out result);
    }
}
