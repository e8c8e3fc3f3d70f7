using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>Σ scalar[i]·point[i] for points that stay the same, which pays for tables of their multiples.</summary>
public sealed class FixedBaseMsm
{
    private readonly G1Affine[] _points;

    public FixedBaseMsm(ReadOnlySpan<G1Affine> points) => _points = points.ToArray();

    /// <summary>The number of points.</summary>
    public int Count => _points.Length;

    /// <summary>The sum over the first scalars.Length points.</summary>
    /// <exception cref="ArgumentException">There are more scalars than points.</exception>
    public G1Point Multiply(ReadOnlySpan<Scalar> scalars, int threads = 1)
    {
        if (scalars.Length > _points.Length)
        {
            throw new ArgumentException($"There are {_points.Length} points for {scalars.Length} scalars.", nameof(scalars));
        }

        return Msm.Multiply(_points.AsSpan(0, scalars.Length), scalars);
    }
}
