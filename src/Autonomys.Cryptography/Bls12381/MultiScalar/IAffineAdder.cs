using Autonomys.Cryptography.Bls12381.Curves;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>Adds many pairs of neighbouring points in affine coordinates, sharing one inversion.</summary>
internal interface IAffineAdder
{
    /// <summary>Most pairs of a call.</summary>
    int Capacity { get; }

    /// <summary>
    /// results[targets[i]] = points[pairs[i]] + points[pairs[i] + 1]. False, with nothing of use in the results, when a sum needs another
    /// formula: for equal or opposite points.
    /// </summary>
    /// <param name="points">No point that is used has x = 0; the identity has.</param>
    /// <param name="results">Another array than the points.</param>
    bool TryAdd(G1Affine[] points, ReadOnlySpan<int> pairs, G1Affine[] results, ReadOnlySpan<int> targets);
}
