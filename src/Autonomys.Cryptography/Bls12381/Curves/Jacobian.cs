using System.Runtime.CompilerServices;
using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Bls12381.Curves;

/// <summary>
/// A point (X/Z², Y/Z³) of a curve y² = x³ + b over the given field; the identity has Z = 0.
/// </summary>
/// <remarks>
/// The formulas do not need b. They are complete: equal, opposite and identity operands give the right sum.
/// </remarks>
[SkipLocalsInit]
internal readonly struct Jacobian<T>
    where T : struct, IField<T>
{
    public readonly T X;
    public readonly T Y;
    public readonly T Z;

    public Jacobian(in T x, in T y, in T z)
    {
        X = x;
        Y = y;
        Z = z;
    }

    public static Jacobian<T> Identity => new(T.One, T.One, default);

    public bool IsIdentity => Z.IsZero;

    public static void Double(in Jacobian<T> point, out Jacobian<T> result)
    {
        T.Square(point.X, out T xx);
        T.Square(point.Y, out T yy);
        T.Square(yy, out T yyyy);

        // s = 4·x·y² = 2·((x + y²)² - x² - y⁴), m = 3·x².
        T.Add(point.X, yy, out T s);
        T.Square(s, out s);
        T.Subtract(s, xx, out s);
        T.Subtract(s, yyyy, out s);
        T.Double(s, out s);
        T.Double(xx, out T m);
        T.Add(m, xx, out m);

        T.Multiply(point.Y, point.Z, out T z);
        T.Double(z, out z);
        T.Square(m, out T x);
        T.Subtract(x, s, out x);
        T.Subtract(x, s, out x);
        T.Subtract(s, x, out s);
        T.Multiply(m, s, out T y);
        T.Double(yyyy, out yyyy);
        T.Double(yyyy, out yyyy);
        T.Double(yyyy, out yyyy);
        T.Subtract(y, yyyy, out y);
        result = new Jacobian<T>(x, y, z);
    }

    public static void Add(in Jacobian<T> left, in Jacobian<T> right, out Jacobian<T> result)
    {
        if (left.IsIdentity || right.IsIdentity)
        {
            result = left.IsIdentity ? right : left;
            return;
        }

        T.Square(left.Z, out T zz1);
        T.Square(right.Z, out T zz2);
        T.Multiply(left.X, zz2, out T u1);
        T.Multiply(right.X, zz1, out T u2);
        T.Multiply(left.Z, zz1, out T s2);
        T.Multiply(s2, right.Y, out s2);
        T.Multiply(right.Z, zz2, out T s1);
        T.Multiply(s1, left.Y, out s1);
        T.Subtract(u2, u1, out T h);
        T.Subtract(s2, s1, out T r);
        if (h.IsZero)
        {
            AddEqualX(left, r, out result);
            return;
        }

        T.Multiply(left.Z, right.Z, out T z);
        Chord(u1, s1, z, h, r, out result);
    }

    /// <summary>Adds a point in affine coordinates that is not the identity.</summary>
    public static void AddAffine(in Jacobian<T> left, in T x, in T y, out Jacobian<T> result)
    {
        if (left.IsIdentity)
        {
            result = new Jacobian<T>(x, y, T.One);
            return;
        }

        T.Square(left.Z, out T zz);
        T.Multiply(x, zz, out T u2);
        T.Multiply(left.Z, zz, out T s2);
        T.Multiply(s2, y, out s2);
        T.Subtract(u2, left.X, out T h);
        T.Subtract(s2, left.Y, out T r);
        if (h.IsZero)
        {
            AddEqualX(left, r, out result);
            return;
        }

        Chord(left.X, left.Y, left.Z, h, r, out result);
    }

    public static void Negate(in Jacobian<T> point, out Jacobian<T> result)
    {
        T.Negate(point.Y, out T y);
        result = new Jacobian<T>(point.X, y, point.Z);
    }

    /// <summary>Multiplies by an integer given as little-endian limbs, four bits at a time.</summary>
    public static void Multiply(in Jacobian<T> point, ReadOnlySpan<ulong> limbs, out Jacobian<T> result)
    {
        Multiples multiples = default;
        Span<Jacobian<T>> table = multiples;
        table[0] = point;
        for (int i = 1; i < table.Length; i++)
        {
            Add(table[i - 1], point, out table[i]);
        }

        Jacobian<T> sum = Identity;
        for (int bit = (limbs.Length * 64) - 4; bit >= 0; bit -= 4)
        {
            if (!sum.IsIdentity)
            {
                Double(sum, out sum);
                Double(sum, out sum);
                Double(sum, out sum);
                Double(sum, out sum);
            }

            int digit = (int)(limbs[bit >> 6] >> (bit & 63)) & 15;
            if (digit != 0)
            {
                Add(sum, table[digit - 1], out sum);
            }
        }

        result = sum;
    }

    /// <summary>Multiplies by |z| = 0xd201000000010000, the parameter of the curve: 63 doublings, 5 additions.</summary>
    public static void MultiplyByParameter(in Jacobian<T> point, out Jacobian<T> result)
    {
        Jacobian<T> start = point;
        Jacobian<T> sum = point;
        for (int bit = 62; bit >= 0; bit--)
        {
            Double(sum, out sum);
            if (((CurveParameter.Absolute >> bit) & 1) != 0)
            {
                Add(sum, start, out sum);
            }
        }

        result = sum;
    }

    /// <summary>True when the affine point (x, y), not the identity, is this one.</summary>
    public bool EqualsAffine(in T x, in T y)
    {
        if (IsIdentity)
        {
            return false;
        }

        T.Square(Z, out T zz);
        T.Multiply(x, zz, out T scaledX);
        T.Multiply(zz, Z, out zz);
        T.Multiply(y, zz, out T scaledY);
        return scaledX.Equals(X) && scaledY.Equals(Y);
    }

    public bool EqualsJacobian(in Jacobian<T> other)
    {
        if (IsIdentity || other.IsIdentity)
        {
            return IsIdentity == other.IsIdentity;
        }

        T.Square(Z, out T zz);
        T.Square(other.Z, out T otherZz);
        T.Multiply(X, otherZz, out T left);
        T.Multiply(other.X, zz, out T right);
        if (!left.Equals(right))
        {
            return false;
        }

        T.Multiply(otherZz, other.Z, out otherZz);
        T.Multiply(zz, Z, out zz);
        T.Multiply(Y, otherZz, out left);
        T.Multiply(other.Y, zz, out right);
        return left.Equals(right);
    }

    /// <summary>Affine coordinates; both zero for the identity.</summary>
    public void ToAffine(out T x, out T y)
    {
        T.Invert(Z, out T inverse);
        ToAffine(inverse, out x, out y);
    }

    /// <summary>Affine coordinates when 1/Z is known (zero for the identity).</summary>
    public void ToAffine(in T inverse, out T x, out T y)
    {
        T.Square(inverse, out T square);
        T.Multiply(square, inverse, out T cube);
        T.Multiply(X, square, out x);
        T.Multiply(Y, cube, out y);
    }

    /// <summary>The sum of two points with the same x: twice the point when the difference r of their y is zero, else the identity.</summary>
    private static void AddEqualX(in Jacobian<T> left, in T r, out Jacobian<T> result)
    {
        if (r.IsZero)
        {
            Double(left, out result);
        }
        else
        {
            result = Identity;
        }
    }

    /// <summary>The end of both additions: (u1, s1) scaled by z, differences h of x and r of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Chord(in T u1, in T s1, in T z, in T h, in T r, out Jacobian<T> result)
    {
        T.Square(h, out T hh);
        T.Multiply(h, hh, out T hhh);
        T.Multiply(u1, hh, out T v);
        T.Multiply(z, h, out T resultZ);
        T.Square(r, out T x);
        T.Subtract(x, hhh, out x);
        T.Subtract(x, v, out x);
        T.Subtract(x, v, out x);
        T.Multiply(s1, hhh, out T y);
        T.Subtract(v, x, out v);
        T.Multiply(r, v, out v);
        T.Subtract(v, y, out y);
        result = new Jacobian<T>(x, y, resultZ);
    }

    /// <summary>One to fifteen times a point, on the stack.</summary>
    [InlineArray(15)]
    private struct Multiples
    {
        private Jacobian<T> _first;
    }
}
