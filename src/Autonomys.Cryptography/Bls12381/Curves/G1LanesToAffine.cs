using System.Runtime.CompilerServices;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

namespace Autonomys.Cryptography.Bls12381.Curves;

/// <summary>Affine forms of many points in lanes with one inversion. For one thread at a time.</summary>
internal sealed class G1LanesToAffine<T>
    where T : unmanaged, IDoubles<T>
{
    private readonly FpLanes<T>[] _prefixes;
    private readonly int[] _ends = new int[T.Count];
    private readonly Fp[] _products = new Fp[T.Count];
    private readonly Fp[] _scratch = new Fp[T.Count];

    /// <param name="capacity">Most groups of points of a call.</param>
    public G1LanesToAffine(int capacity)
    {
        _prefixes = new FpLanes<T>[capacity];
        for (int lane = 0; lane < T.Count; lane++)
        {
            _ends[lane] = lane * Fp.Limbs;
        }
    }

    /// <summary>Writes the point in lane i of group g offsets[g · lanes + i] words of 64 bits after the start of the output.</summary>
    /// <param name="points">Groups of points, at least one; none is the identity.</param>
    /// <param name="affine">The output.</param>
    /// <param name="offsets">One for every lane of every group, inside the output; two lanes that share one must have the same point.</param>
    /// <exception cref="ArgumentException">A point is the identity.</exception>
    [SkipLocalsInit]
    public void Convert(ReadOnlySpan<G1Lanes<T>> points, Span<G1Affine> affine, ReadOnlySpan<int> offsets)
    {
        int last = (affine.Length - 1) * (2 * Fp.Limbs);
        if (offsets.Length != points.Length * T.Count || offsets.ContainsAnyExceptInRange(0, last))
        {
            throw new ArgumentException($"There must be {points.Length * T.Count} offsets from 0 to {last}.", nameof(offsets));
        }

        FpLanes<T> product = points[0].Z;
        for (int group = 1; group < points.Length; group++)
        {
            _prefixes[group] = product;
            FpLanes<T>.Multiply(product, points[group].Z, out product);
        }

        FpLanes<T>.Store(product, ref _products[0], in _ends[0]);
        if (_products.AsSpan().Contains(default))
        {
            throw new ArgumentException("The identity has no affine form.", nameof(points));
        }

        BatchInversion.Invert<Fp>(_products, _scratch);
        FpLanes<T>.Load(in _products[0], in _ends[0], out FpLanes<T> running);

        // SAFETY: the offsets are those of points inside the output, as checked above.
        ref Fp x = ref Unsafe.As<G1Affine, Fp>(ref affine[0]);
        ref Fp y = ref Unsafe.Add(ref x, 1);
        for (int group = points.Length - 1; group >= 0; group--)
        {
            ref readonly G1Lanes<T> point = ref points[group];
            FpLanes<T> inverse = running;
            if (group > 0)
            {
                FpLanes<T>.Multiply(running, _prefixes[group], out inverse);
                FpLanes<T>.Multiply(running, point.Z, out running);
            }

            FpLanes<T>.Multiply(point.X, inverse, out FpLanes<T> coordinate);
            FpLanes<T>.Store(coordinate, ref x, in offsets[group * T.Count]);
            FpLanes<T>.Multiply(point.Y, inverse, out coordinate);
            FpLanes<T>.Store(coordinate, ref y, in offsets[group * T.Count]);
        }
    }
}
