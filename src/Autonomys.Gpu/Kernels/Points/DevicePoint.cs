using System.Runtime.InteropServices;

namespace Autonomys.Gpu.Kernels.Points;

/// <summary>
/// A point (X/ZZ, Y/ZZZ) of G1 with ZZ³ = ZZZ², the coordinates in which an addition takes the fewest multiplications; <c>default</c> is the
/// identity, as is whatever has ZZ = 0.
/// </summary>
/// <remarks>
/// The formulas are those of the Explicit-Formulas Database for short Weierstrass curves in XYZZ coordinates (add-2008-s, madd-2008-s,
/// dbl-2008-s-1), made complete: equal, opposite and identity operands give the right sum.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct DevicePoint(DeviceFp x, DeviceFp y, DeviceFp zz, DeviceFp zzz)
{
    public readonly DeviceFp X = x;
    public readonly DeviceFp Y = y;
    public readonly DeviceFp ZZ = zz;
    public readonly DeviceFp ZZZ = zzz;

    public bool IsIdentity => ZZ.IsZero;

    /// <summary>Adds a point in affine coordinates, or its negative.</summary>
    public static DevicePoint Add(DevicePoint left, DeviceAffine right, bool isNegative)
    {
        if (right.IsIdentity)
        {
            return left;
        }

        DeviceFp y = isNegative ? DeviceFp.Negate(right.Y) : right.Y;
        if (left.IsIdentity)
        {
            return new(right.X, y, DeviceFp.One, DeviceFp.One);
        }

        DeviceFp p = DeviceFp.Subtract(DeviceFp.Multiply(right.X, left.ZZ), left.X);
        DeviceFp r = DeviceFp.Subtract(DeviceFp.Multiply(y, left.ZZZ), left.Y);
        return p.IsZero ? AddEqualX(left, r) : Chord(left.X, left.Y, left.ZZ, left.ZZZ, p, r);
    }

    public static DevicePoint Add(DevicePoint left, DevicePoint right)
    {
        if (right.IsIdentity)
        {
            return left;
        }

        if (left.IsIdentity)
        {
            return right;
        }

        DeviceFp u = DeviceFp.Multiply(left.X, right.ZZ);
        DeviceFp s = DeviceFp.Multiply(left.Y, right.ZZZ);
        DeviceFp p = DeviceFp.Subtract(DeviceFp.Multiply(right.X, left.ZZ), u);
        DeviceFp r = DeviceFp.Subtract(DeviceFp.Multiply(right.Y, left.ZZZ), s);
        return p.IsZero
            ? AddEqualX(left, r)
            : Chord(u, s, DeviceFp.Multiply(left.ZZ, right.ZZ), DeviceFp.Multiply(left.ZZZ, right.ZZZ), p, r);
    }

    /// <summary>The sum of points of different x, whose differences of scaled x and y are p and r.</summary>
    private static DevicePoint Chord(DeviceFp x, DeviceFp y, DeviceFp zz, DeviceFp zzz, DeviceFp p, DeviceFp r)
    {
        DeviceFp pp = DeviceFp.Square(p);
        DeviceFp ppp = DeviceFp.Multiply(p, pp);
        DeviceFp q = DeviceFp.Multiply(x, pp);
        DeviceFp sumX = DeviceFp.Subtract(DeviceFp.Subtract(DeviceFp.Square(r), ppp), DeviceFp.Double(q));
        DeviceFp sumY = DeviceFp.Subtract(DeviceFp.Multiply(r, DeviceFp.Subtract(q, sumX)), DeviceFp.Multiply(y, ppp));
        return new(sumX, sumY, DeviceFp.Multiply(zz, pp), DeviceFp.Multiply(zzz, ppp));
    }

    /// <summary>Twice the point where the other one equals it (r is zero), the identity where it is its negative.</summary>
    private static DevicePoint AddEqualX(DevicePoint point, DeviceFp r)
    {
        if (!r.IsZero)
        {
            return default;
        }

        // No point of the group has y = 0: its order is odd.
        DeviceFp u = DeviceFp.Double(point.Y);
        DeviceFp v = DeviceFp.Square(u);
        DeviceFp w = DeviceFp.Multiply(u, v);
        DeviceFp s = DeviceFp.Multiply(point.X, v);
        DeviceFp xx = DeviceFp.Square(point.X);
        DeviceFp m = DeviceFp.Add(DeviceFp.Double(xx), xx);
        DeviceFp x = DeviceFp.Subtract(DeviceFp.Square(m), DeviceFp.Double(s));
        DeviceFp y = DeviceFp.Subtract(DeviceFp.Multiply(m, DeviceFp.Subtract(s, x)), DeviceFp.Multiply(w, point.Y));
        return new(x, y, DeviceFp.Multiply(v, point.ZZ), DeviceFp.Multiply(w, point.ZZZ));
    }
}
