using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Autonomys.Cryptography.Bls12381.Fields;

/// <summary>c0 + c1·v + c2·v² with v³ = 1 + u.</summary>
[SkipLocalsInit]
internal readonly struct Fp6 : IEquatable<Fp6>
{
    public readonly Fp2 C0;
    public readonly Fp2 C1;
    public readonly Fp2 C2;

    public Fp6(in Fp2 c0, in Fp2 c1, in Fp2 c2)
    {
        C0 = c0;
        C1 = c1;
        C2 = c2;
    }

    public static Fp6 One => new(Fp2.One, default, default);

    public bool IsZero => C0.IsZero && C1.IsZero && C2.IsZero;

    public static void Add(in Fp6 left, in Fp6 right, out Fp6 result)
    {
        Fp2.Add(left.C0, right.C0, out Fp2 c0);
        Fp2.Add(left.C1, right.C1, out Fp2 c1);
        Fp2.Add(left.C2, right.C2, out Fp2 c2);
        result = new Fp6(c0, c1, c2);
    }

    public static void Subtract(in Fp6 left, in Fp6 right, out Fp6 result)
    {
        Fp2.Subtract(left.C0, right.C0, out Fp2 c0);
        Fp2.Subtract(left.C1, right.C1, out Fp2 c1);
        Fp2.Subtract(left.C2, right.C2, out Fp2 c2);
        result = new Fp6(c0, c1, c2);
    }

    public static void Negate(in Fp6 value, out Fp6 result)
    {
        Fp2.Negate(value.C0, out Fp2 c0);
        Fp2.Negate(value.C1, out Fp2 c1);
        Fp2.Negate(value.C2, out Fp2 c2);
        result = new Fp6(c0, c1, c2);
    }

    /// <summary>Times v: the coefficients move up, the last one comes round times 1 + u.</summary>
    public static void MultiplyByV(in Fp6 value, out Fp6 result)
    {
        Fp2.MultiplyByNonResidue(value.C2, out Fp2 c0);
        result = new Fp6(c0, value.C0, value.C1);
    }

    /// <summary>Six multiplications (Karatsuba).</summary>
    public static void Multiply(in Fp6 left, in Fp6 right, out Fp6 result)
    {
        Fp2.Multiply(left.C0, right.C0, out Fp2 p0);
        Fp2.Multiply(left.C1, right.C1, out Fp2 p1);
        Fp2.Multiply(left.C2, right.C2, out Fp2 p2);
        CrossProduct(left.C1, left.C2, right.C1, right.C2, p1, p2, out Fp2 cross12);
        CrossProduct(left.C0, left.C1, right.C0, right.C1, p0, p1, out Fp2 cross01);
        CrossProduct(left.C0, left.C2, right.C0, right.C2, p0, p2, out Fp2 cross02);

        Fp2.MultiplyByNonResidue(cross12, out Fp2 c0);
        Fp2.Add(c0, p0, out c0);
        Fp2.MultiplyByNonResidue(p2, out Fp2 c1);
        Fp2.Add(c1, cross01, out c1);
        Fp2.Add(cross02, p1, out Fp2 c2);
        result = new Fp6(c0, c1, c2);
    }

    public static void Square(in Fp6 value, out Fp6 result)
    {
        // c0², 2·c0·c1, (c0 - c1 + c2)², 2·c1·c2, c2² (Chung and Hasan's second method): two products, three squares.
        Fp2.Square(value.C0, out Fp2 s0);
        Fp2.Multiply(value.C0, value.C1, out Fp2 s1);
        Fp2.Double(s1, out s1);
        Fp2.Subtract(value.C0, value.C1, out Fp2 s2);
        Fp2.Add(s2, value.C2, out s2);
        Fp2.Square(s2, out s2);
        Fp2.Multiply(value.C1, value.C2, out Fp2 s3);
        Fp2.Double(s3, out s3);
        Fp2.Square(value.C2, out Fp2 s4);

        Fp2.MultiplyByNonResidue(s3, out Fp2 c0);
        Fp2.Add(c0, s0, out c0);
        Fp2.MultiplyByNonResidue(s4, out Fp2 c1);
        Fp2.Add(c1, s1, out c1);
        Fp2.Add(s1, s2, out Fp2 c2);
        Fp2.Add(c2, s3, out c2);
        Fp2.Subtract(c2, s0, out c2);
        Fp2.Subtract(c2, s4, out c2);
        result = new Fp6(c0, c1, c2);
    }

    /// <summary>Times b0 + b1·v.</summary>
    public static void MultiplyBy01(in Fp6 left, in Fp2 b0, in Fp2 b1, out Fp6 result)
    {
        Fp2.Multiply(left.C0, b0, out Fp2 p0);
        Fp2.Multiply(left.C1, b1, out Fp2 p1);
        Fp2.Multiply(left.C2, b1, out Fp2 top);
        Fp2.MultiplyByNonResidue(top, out Fp2 c0);
        Fp2.Add(c0, p0, out c0);
        CrossProduct(left.C0, left.C1, b0, b1, p0, p1, out Fp2 c1);
        Fp2.Multiply(left.C2, b0, out Fp2 c2);
        Fp2.Add(c2, p1, out c2);
        result = new Fp6(c0, c1, c2);
    }

    /// <summary>Times b1·v.</summary>
    public static void MultiplyBy1(in Fp6 left, in Fp2 b1, out Fp6 result)
    {
        Fp2.Multiply(left.C2, b1, out Fp2 c0);
        Fp2.MultiplyByNonResidue(c0, out c0);
        Fp2.Multiply(left.C0, b1, out Fp2 c1);
        Fp2.Multiply(left.C1, b1, out Fp2 c2);
        result = new Fp6(c0, c1, c2);
    }

    /// <summary>The inverse through the norm to the quadratic field; zero for zero.</summary>
    public static void Invert(in Fp6 value, out Fp6 result)
    {
        // t0 = c0² - ξ·c1·c2, t1 = ξ·c2² - c0·c1, t2 = c1² - c0·c2, norm = c0·t0 + ξ·(c2·t1 + c1·t2).
        Fp2.Square(value.C0, out Fp2 t0);
        Fp2.Multiply(value.C1, value.C2, out Fp2 product);
        Fp2.MultiplyByNonResidue(product, out product);
        Fp2.Subtract(t0, product, out t0);

        Fp2.Square(value.C2, out Fp2 t1);
        Fp2.MultiplyByNonResidue(t1, out t1);
        Fp2.Multiply(value.C0, value.C1, out product);
        Fp2.Subtract(t1, product, out t1);

        Fp2.Square(value.C1, out Fp2 t2);
        Fp2.Multiply(value.C0, value.C2, out product);
        Fp2.Subtract(t2, product, out t2);

        Fp2.Multiply(value.C2, t1, out Fp2 norm);
        Fp2.Multiply(value.C1, t2, out product);
        Fp2.Add(norm, product, out norm);
        Fp2.MultiplyByNonResidue(norm, out norm);
        Fp2.Multiply(value.C0, t0, out product);
        Fp2.Add(norm, product, out norm);
        Fp2.Invert(norm, out norm);

        Fp2.Multiply(t0, norm, out t0);
        Fp2.Multiply(t1, norm, out t1);
        Fp2.Multiply(t2, norm, out t2);
        result = new Fp6(t0, t1, t2);
    }

    public bool Equals(Fp6 other) => C0.Equals(other.C0) && C1.Equals(other.C1) && C2.Equals(other.C2);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Fp6 other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(C0, C1, C2);

    public override string ToString() => $"({C0}) + ({C1})·v + ({C2})·v²";

    /// <summary>a0·b1 + a1·b0 from the products a0·b0 and a1·b1 and one more multiplication.</summary>
    private static void CrossProduct(in Fp2 a0, in Fp2 a1, in Fp2 b0, in Fp2 b1, in Fp2 product0, in Fp2 product1, out Fp2 result)
    {
        Fp2.Add(a0, a1, out Fp2 leftSum);
        Fp2.Add(b0, b1, out Fp2 rightSum);
        Fp2.Multiply(leftSum, rightSum, out result);
        Fp2.Subtract(result, product0, out result);
        Fp2.Subtract(result, product1, out result);
    }
}
