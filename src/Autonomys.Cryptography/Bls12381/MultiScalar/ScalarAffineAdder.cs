using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>The additions one after the other, of equal and opposite points too: the plain form, and the one for machines without wide vectors.</summary>
/// <remarks>
/// In affine coordinates an addition takes 3 multiplications and an inversion, and inversions of many denominators together
/// take 3 multiplications each: 6 in place of the 11 of Jacobian coordinates. For one thread at a time.
/// </remarks>
internal sealed class ScalarAffineAdder(int capacity) : IAffineAdder
{
    private readonly Fp[] _denominators = new Fp[capacity];
    private readonly Fp[] _scratch = new Fp[capacity];
    private readonly SumKind[] _kinds = new SumKind[capacity];

    private enum SumKind
    {
        Opposite,
        Chord,
        Tangent,
    }

    public int Capacity => capacity;

    /// <summary>As the interface says, but never false.</summary>
    public bool TryAdd(G1Affine[] points, ReadOnlySpan<int> pairs, G1Affine[] results, ReadOnlySpan<int> targets)
    {
        for (int i = 0; i < pairs.Length; i++)
        {
            _kinds[i] = Prepare(points[pairs[i]], points[pairs[i] + 1], out _denominators[i]);
        }

        BatchInversion.Invert(_denominators.AsSpan(0, pairs.Length), _scratch);
        for (int i = 0; i < pairs.Length; i++)
        {
            ref readonly G1Affine left = ref points[pairs[i]];
            ref readonly G1Affine right = ref points[pairs[i] + 1];
            switch (_kinds[i])
            {
                case SumKind.Opposite:
                    results[targets[i]] = default;
                    break;
                default:
                    Add(left, right, _kinds[i] == SumKind.Tangent, _denominators[i], out results[targets[i]]);
                    break;
            }
        }

        return true;
    }

    private static SumKind Prepare(in G1Affine left, in G1Affine right, out Fp denominator)
    {
        Fp.Subtract(right.X, left.X, out denominator);
        if (!denominator.IsZero)
        {
            return SumKind.Chord;
        }

        if (!left.Y.Equals(right.Y))
        {
            return SumKind.Opposite;
        }

        // No point of order two lies on the curve: y is not zero.
        Fp.Double(left.Y, out denominator);
        return SumKind.Tangent;
    }

    private static void Add(in G1Affine left, in G1Affine right, bool tangent, in Fp inverse, out G1Affine result)
    {
        Fp numerator;
        if (tangent)
        {
            Fp.Square(left.X, out Fp square);
            Fp.Double(square, out numerator);
            Fp.Add(numerator, square, out numerator);
        }
        else
        {
            Fp.Subtract(right.Y, left.Y, out numerator);
        }

        Fp.Multiply(numerator, inverse, out Fp slope);
        Fp.Square(slope, out Fp x);
        Fp.Subtract(x, left.X, out x);
        Fp.Subtract(x, right.X, out x);
        Fp.Subtract(left.X, x, out Fp run);
        Fp.Multiply(slope, run, out Fp y);
        Fp.Subtract(y, left.Y, out y);
        result = new G1Affine(x, y);
    }
}
