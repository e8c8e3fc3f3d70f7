using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Bls12381.Pairings;

/// <summary>
/// The lines of the Miller loop through the multiples of one point of G2: computed once for points used again and again.
/// </summary>
/// <remarks>
/// A line through T with slope m, untwisted and evaluated at P = (xP, yP), is up to factors that the final exponentiation removes
/// (m·xT - yT) - m·xP·v + yP·v·w. Scaled by the denominator of m, its three coefficients are kept without xP and yP.
/// </remarks>
public sealed class PreparedG2
{
    /// <summary>One line for every doubling and every addition of the loop over |z|: 63 and 5.</summary>
    internal const int LineCount = 68;

    private readonly Line[]? _lines;

    /// <summary>Takes a point of the subgroup; the identity is allowed.</summary>
    public PreparedG2(in G2Affine point)
    {
        if (point.IsIdentity)
        {
            return;
        }

        _lines = new Line[LineCount];
        Jacobian<Fp2> running = new(point.X, point.Y, Fp2.One);
        int next = 0;
        for (int bit = 62; bit >= 0; bit--)
        {
            _lines[next++] = Tangent(ref running);
            if (((CurveParameter.Absolute >> bit) & 1) != 0)
            {
                _lines[next++] = Chord(ref running, point);
            }
        }
    }

    /// <summary>Empty for the identity, whose pairing is one.</summary>
    internal ReadOnlySpan<Line> Lines => _lines;

    /// <summary>The tangent at (X, Y, Z), scaled by 2YZ³; doubles the point.</summary>
    private static Line Tangent(ref Jacobian<Fp2> point)
    {
        Fp2.Square(point.X, out Fp2 xx);
        Fp2.Square(point.Y, out Fp2 yy);
        Fp2.Square(point.Z, out Fp2 zz);
        Fp2.Double(xx, out Fp2 m);
        Fp2.Add(m, xx, out m);
        Fp2.Multiply(m, point.X, out Fp2 constant);
        Fp2.Subtract(constant, yy, out constant);
        Fp2.Subtract(constant, yy, out constant);
        Fp2.Multiply(m, zz, out Fp2 x);
        Fp2.Negate(x, out x);
        Jacobian<Fp2>.Double(point, out point);
        Fp2.Multiply(point.Z, zz, out Fp2 y);
        return new Line(constant, x, y);
    }

    /// <summary>The line through (X, Y, Z) and the affine point, scaled by the Z of their sum; adds the affine point.</summary>
    private static Line Chord(ref Jacobian<Fp2> point, in G2Affine addend)
    {
        Fp2.Square(point.Z, out Fp2 zzz);
        Fp2.Multiply(zzz, point.Z, out zzz);
        Fp2.Multiply(addend.Y, zzz, out Fp2 slope);
        Fp2.Subtract(slope, point.Y, out slope);

        // In the loop the running point is never the addend nor its negative: its multiple is between 2 and |z| < r.
        Jacobian<Fp2>.AddAffine(point, addend.X, addend.Y, out point);
        Fp2.Multiply(slope, addend.X, out Fp2 constant);
        Fp2.Multiply(addend.Y, point.Z, out Fp2 product);
        Fp2.Subtract(constant, product, out constant);
        Fp2.Negate(slope, out Fp2 x);
        return new Line(constant, x, point.Z);
    }

    /// <summary>constant + x·xP·v + y·yP·v·w.</summary>
    internal readonly struct Line(in Fp2 constant, in Fp2 x, in Fp2 y)
    {
        public readonly Fp2 Constant = constant;
        public readonly Fp2 X = x;
        public readonly Fp2 Y = y;
    }
}
