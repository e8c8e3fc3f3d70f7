using System.Numerics;
using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.ErasureCoding;

/// <summary>The monic polynomial that is zero at given roots of unity, by its values.</summary>
internal static class VanishingPolynomial
{
    // Below this degree a value is cheaper as a plain product of differences.
    private const int LeafDegree = 8;

    /// <summary>
    /// Values at the even and at the odd powers of w, the 2m-th root of unity, of Π (x − w^i) over the m given powers i.
    /// </summary>
    /// <remarks>
    /// A tree of products, kept by values and never by coefficients. A node of degree D keeps its values at the D-th roots. The
    /// polynomial that interpolates them is the node less (x^D − 1), and x^D is −1 at the odd 2D-th roots: extending the values
    /// and taking 2 away gives the node at those, so that two neighbours multiply value by value into their parent.
    /// </remarks>
    /// <param name="powers">A power of two of distinct exponents below twice their number.</param>
    /// <param name="even">m values at the even powers.</param>
    /// <param name="odd">m values at the odd powers.</param>
    public static void Evaluate(ReadOnlySpan<int> powers, Span<Scalar> even, Span<Scalar> odd)
    {
        int count = powers.Length;
        ScalarFft domain = ScalarFft.ForSize(2 * count);
        Scalar two = Scalar.FromUInt64(2);
        int degree = Math.Min(LeafDegree, count);
        EvaluateLeaves(powers, degree, domain, even);
        Scalar[] parents = new Scalar[count];
        while (true)
        {
            ScalarFft fft = ScalarFft.ForSize(degree);
            even.CopyTo(odd);
            for (int start = 0; start < count; start += degree)
            {
                Span<Scalar> node = odd.Slice(start, degree);
                fft.ExtendToOddScalar(node);
                foreach (ref Scalar value in node)
                {
                    value -= two;
                }
            }

            if (degree == count)
            {
                return;
            }

            for (int start = 0; start < count; start += 2 * degree)
            {
                for (int i = 0; i < degree; i++)
                {
                    parents[start + (2 * i)] = even[start + i] * even[start + degree + i];
                    parents[start + (2 * i) + 1] = odd[start + i] * odd[start + degree + i];
                }
            }

            parents.CopyTo(even);
            degree *= 2;
        }
    }

    private static void EvaluateLeaves(ReadOnlySpan<int> powers, int degree, ScalarFft domain, Span<Scalar> values)
    {
        Span<Scalar> roots = stackalloc Scalar[LeafDegree];
        int stride = BitOperations.Log2((uint)(domain.Size / degree));
        for (int start = 0; start < powers.Length; start += degree)
        {
            for (int i = 0; i < degree; i++)
            {
                roots[i] = domain.RootAt(powers[start + i]);
            }

            for (int i = 0; i < degree; i++)
            {
                Scalar point = domain.RootAt(i << stride);
                Scalar value = point - roots[0];
                for (int j = 1; j < degree; j++)
                {
                    value = Scalar.Multiply(value, point - roots[j]);
                }

                values[start + i] = value;
            }
        }
    }
}
