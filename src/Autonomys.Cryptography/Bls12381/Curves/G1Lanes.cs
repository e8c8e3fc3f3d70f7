using System.Runtime.CompilerServices;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

namespace Autonomys.Cryptography.Bls12381.Curves;

/// <summary>A point (X/Z, Y/Z) of G1 in every lane; the identity is (0 : 1 : 0).</summary>
/// <remarks>
/// The formulas are complete: no lane needs another one because its points are equal, opposite or the identity (Renes, Costello and Batina,
/// "Complete addition formulas for prime order elliptic curves", 2016, algorithms 7 and 9, with 3·b = 12; they hold for all points of odd order).
/// Coordinates are kept up to 0.6·p in magnitude (p when loaded), with limbs up to a little above 2^48.
/// </remarks>
[SkipLocalsInit]
internal struct G1Lanes<T>
    where T : unmanaged, IDoubles<T>
{
    public FpLanes<T> X;
    public FpLanes<T> Y;
    public FpLanes<T> Z;

    /// <summary>The identity in every lane.</summary>
    public static void CreateIdentity(out G1Lanes<T> result)
    {
        result = default;
        FpLanes<T>.Create(Fp.One, out result.Y);
    }

    /// <summary>
    /// The affine points that lie offsets[i] words after <paramref name="start"/>; where there is (0, 1) the identity, whose Z the caller's
    /// <paramref name="z"/> must then have as zero.
    /// </summary>
    public static void Load(ref readonly G1Affine start, ref readonly int offsets, in FpLanes<T> z, out G1Lanes<T> result)
    {
        ref Fp x = ref Unsafe.As<G1Affine, Fp>(ref Unsafe.AsRef(in start));
        FpLanes<T>.Load(in x, in offsets, out result.X);
        FpLanes<T>.Load(in Unsafe.Add(ref x, 1), in offsets, out result.Y);
        result.Z = z;
    }

    /// <summary>Up to as many points as there are lanes; the identity in the rest.</summary>
    public static void Load(ReadOnlySpan<G1Point> points, out G1Lanes<T> result)
    {
        Span<int> offsets = stackalloc int[T.Count];
        Span<Fp> coordinates = stackalloc Fp[3 * T.Count];
        for (int lane = 0; lane < T.Count; lane++)
        {
            offsets[lane] = lane * Fp.Limbs;
            coordinates[lane] = default;
            coordinates[T.Count + lane] = Fp.One;
            coordinates[(2 * T.Count) + lane] = default;
            if (lane < points.Length && !points[lane].IsIdentity)
            {
                // (X/Z², Y/Z³) is (X·Z / Z³, Y / Z³).
                Jacobian<Fp> point = points[lane].Value;
                Fp.Multiply(point.X, point.Z, out coordinates[lane]);
                coordinates[T.Count + lane] = point.Y;
                Fp.Square(point.Z, out Fp square);
                Fp.Multiply(square, point.Z, out coordinates[(2 * T.Count) + lane]);
            }
        }

        FpLanes<T>.Load(in coordinates[0], in offsets[0], out result.X);
        FpLanes<T>.Load(in coordinates[T.Count], in offsets[0], out result.Y);
        FpLanes<T>.Load(in coordinates[2 * T.Count], in offsets[0], out result.Z);
    }

    /// <summary>The points of the lanes.</summary>
    public static void Store(in G1Lanes<T> point, Span<G1Point> points)
    {
        Span<int> offsets = stackalloc int[T.Count];
        for (int lane = 0; lane < T.Count; lane++)
        {
            offsets[lane] = lane * Fp.Limbs;
        }

        Span<Fp> coordinates = stackalloc Fp[3 * T.Count];
        FpLanes<T>.Store(point.X, ref coordinates[0], in offsets[0]);
        FpLanes<T>.Store(point.Y, ref coordinates[T.Count], in offsets[0]);
        FpLanes<T>.Store(point.Z, ref coordinates[2 * T.Count], in offsets[0]);
        for (int lane = 0; lane < T.Count; lane++)
        {
            // (X/Z, Y/Z) is (X·Z / Z², Y·Z² / Z³).
            Fp z = coordinates[(2 * T.Count) + lane];
            Fp.Multiply(coordinates[lane], z, out Fp x);
            Fp.Square(z, out Fp y);
            Fp.Multiply(y, coordinates[T.Count + lane], out y);
            points[lane] = z.IsZero ? default : new G1Point(new Jacobian<Fp>(x, y, z));
        }
    }

    /// <summary>The sum; the result may be an operand.</summary>
    /// <remarks>12 multiplications. Magnitudes in p and limbs are noted where they come near what a multiplication takes.</remarks>
    public static void Add(in G1Lanes<T> left, in G1Lanes<T> right, out G1Lanes<T> result)
    {
        FpLanes<T>.Multiply(left.X, right.X, out FpLanes<T> t0);
        FpLanes<T>.Multiply(left.Y, right.Y, out FpLanes<T> t1);
        FpLanes<T>.Multiply(left.Z, right.Z, out FpLanes<T> t2);
        Cross(left.X, left.Y, right.X, right.Y, t0, t1, out FpLanes<T> t3);
        Cross(left.Y, left.Z, right.Y, right.Z, t1, t2, out FpLanes<T> t4);
        Cross(left.X, left.Z, right.X, right.Z, t0, t2, out FpLanes<T> t5);
        TimesTwelve(t2, out t2);
        TimesTwelve(t5, out t5);
        FpLanes<T>.Triple(t0, out t0);
        FpLanes<T>.Add(t1, t2, out FpLanes<T> sum);
        FpLanes<T>.Subtract(t1, t2, out FpLanes<T> difference);

        // t3 and t4 have limbs below 2^49.6 and 2.2·p, the sum and the difference 2^49.3 and 2.2·p, t5 and t0 2^48.6 or 2^49.6, 1.5·p and 1.9·p.
        FpLanes<T>.Multiply(t3, difference, out FpLanes<T> x);
        FpLanes<T>.Multiply(t4, t5, out FpLanes<T> product);
        FpLanes<T>.Subtract(x, product, out x);
        FpLanes<T>.Multiply(t5, t0, out FpLanes<T> y);
        FpLanes<T>.Multiply(difference, sum, out product);
        FpLanes<T>.Add(y, product, out y);
        FpLanes<T>.Multiply(sum, t4, out FpLanes<T> z);
        FpLanes<T>.Multiply(t0, t3, out product);
        FpLanes<T>.Add(z, product, out z);
        FpLanes<T>.Reduce(x, out result.X);
        FpLanes<T>.Reduce(y, out result.Y);
        FpLanes<T>.Reduce(z, out result.Z);
    }

    /// <summary>Twice the point; the result may be the operand. 8 multiplications.</summary>
    public static void Double(in G1Lanes<T> point, out G1Lanes<T> result)
    {
        FpLanes<T>.Square(point.Y, out FpLanes<T> t0);
        FpLanes<T>.Multiply(point.Y, point.Z, out FpLanes<T> t1);
        FpLanes<T>.Square(point.Z, out FpLanes<T> t2);
        FpLanes<T>.Multiply(point.X, point.Y, out FpLanes<T> xy);
        TimesTwelve(t2, out t2);

        // 8·y² = 4·p and a bit: reduced before it is multiplied.
        FpLanes<T>.Quadruple(t0, out FpLanes<T> eight);
        FpLanes<T>.Double(eight, out eight);
        FpLanes<T>.Reduce(eight, out eight);
        FpLanes<T>.Multiply(t1, eight, out FpLanes<T> z);
        FpLanes<T>.Multiply(t2, eight, out FpLanes<T> x);
        FpLanes<T>.Add(t0, t2, out FpLanes<T> sum);
        FpLanes<T>.Triple(t2, out t2);
        FpLanes<T>.Subtract(t0, t2, out FpLanes<T> difference);
        FpLanes<T>.Reduce(difference, out difference);
        FpLanes<T>.Multiply(difference, sum, out FpLanes<T> y);
        FpLanes<T>.Add(x, y, out y);
        FpLanes<T>.Multiply(difference, xy, out x);
        FpLanes<T>.Double(x, out x);
        FpLanes<T>.Reduce(x, out result.X);
        FpLanes<T>.Reduce(y, out result.Y);
        result.Z = z;
    }

    /// <summary>(a + b)(c + d) - ac - bd, that is ad + bc.</summary>
    private static void Cross(
        in FpLanes<T> a, in FpLanes<T> b, in FpLanes<T> c, in FpLanes<T> d, in FpLanes<T> ac, in FpLanes<T> bd, out FpLanes<T> result)
    {
        FpLanes<T>.Add(a, b, out FpLanes<T> left);
        FpLanes<T>.Add(c, d, out FpLanes<T> right);
        FpLanes<T>.Multiply(left, right, out result);
        FpLanes<T>.Subtract(result, ac, out result);
        FpLanes<T>.Subtract(result, bd, out result);
    }

    /// <summary>Twelve times a value of up to 2.2·p: up to 1.5·p in the end, with limbs below 2^48.6.</summary>
    private static void TimesTwelve(in FpLanes<T> value, out FpLanes<T> result)
    {
        FpLanes<T>.Quadruple(value, out result);
        FpLanes<T>.Reduce(result, out result);
        FpLanes<T>.Triple(result, out result);
    }
}
