using System.Runtime.CompilerServices;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

namespace Autonomys.Cryptography.Bls12381.Curves;

/// <summary>The check of <see cref="G1Affine.IsInSubgroup"/> for many points, one in every lane.</summary>
/// <remarks>The order of the whole curve is odd, so the complete formulas hold for points outside of the subgroup too.</remarks>
internal static class G1Subgroup
{
    /// <summary>Whether all points of the curve are in the subgroup of prime order r.</summary>
    public static bool ContainsAll(ReadOnlySpan<G1Affine> points) => ContainsAll(points, BaseFieldLanes.Count);

    /// <param name="lanes">Lanes of the base field: 1, 4 or 8.</param>
    internal static bool ContainsAll(ReadOnlySpan<G1Affine> points, int lanes) => lanes switch
    {
        8 => InLanes<Doubles512>(points),
        4 => InLanes<Doubles256>(points),
        _ => Scalar(points),
    };

    private static bool Scalar(ReadOnlySpan<G1Affine> points)
    {
        foreach (ref readonly G1Affine point in points)
        {
            if (!point.IsInSubgroup())
            {
                return false;
            }
        }

        return true;
    }

    private static bool InLanes<T>(ReadOnlySpan<G1Affine> points)
        where T : unmanaged, IDoubles<T>
    {
        Span<G1Point> multiples = stackalloc G1Point[T.Count];
        for (int first = 0; first < points.Length; first += T.Count)
        {
            ReadOnlySpan<G1Affine> group = points.Slice(first, Math.Min(T.Count, points.Length - first));
            for (int lane = 0; lane < group.Length; lane++)
            {
                multiples[lane] = group[lane];
            }

            G1Lanes<T>.Load(multiples[..group.Length], out G1Lanes<T> value);
            MultiplyByParameter(value, out value);
            MultiplyByParameter(value, out value);
            G1Lanes<T>.Store(value, multiples);
            for (int lane = 0; lane < group.Length; lane++)
            {
                if (!IsMinusImage(multiples[lane], group[lane]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    [SkipLocalsInit]
    private static void MultiplyByParameter<T>(in G1Lanes<T> point, out G1Lanes<T> result)
        where T : unmanaged, IDoubles<T>
    {
        G1Lanes<T> start = point;
        G1Lanes<T> sum = point;
        for (int bit = 62; bit >= 0; bit--)
        {
            G1Lanes<T>.Double(sum, out sum);
            if (((CurveParameter.Absolute >> bit) & 1) != 0)
            {
                G1Lanes<T>.Add(sum, start, out sum);
            }
        }

        result = sum;
    }

    /// <summary>Whether z² times the point is (βx, -y), as inside the subgroup only.</summary>
    private static bool IsMinusImage(in G1Point multiple, in G1Affine point)
    {
        if (point.IsIdentity)
        {
            return true;
        }

        Fp.Multiply(point.X, G1Endomorphism.Beta, out Fp x);
        Fp.Negate(point.Y, out Fp y);
        return multiple.Value.EqualsAffine(x, y);
    }
}
