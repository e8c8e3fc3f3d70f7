using System.Runtime.CompilerServices;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>The additions in lanes: a pair for each lane, and in each lane a running product of the denominators.</summary>
/// <remarks>For one thread at a time.</remarks>
internal sealed class LanesAffineAdder<T> : IAffineAdder
    where T : unmanaged, IDoubles<T>
{
    private const int WordsOfPoint = 2 * Fp.Limbs;

    private readonly FpLanes<T>[] _prefixes;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly int[] _target;
    private readonly int[] _ends = new int[T.Count];
    private readonly Fp[] _products = new Fp[T.Count];
    private readonly Fp[] _scratch = new Fp[T.Count];

    public LanesAffineAdder(int capacity)
    {
        Capacity = capacity;
        int groups = (capacity + T.Count - 1) / T.Count;
        _prefixes = new FpLanes<T>[groups];
        _left = new int[groups * T.Count];
        _right = new int[groups * T.Count];
        _target = new int[groups * T.Count];
        for (int lane = 0; lane < T.Count; lane++)
        {
            _ends[lane] = lane * Fp.Limbs;
        }
    }

    public int Capacity { get; }

    public bool TryAdd(G1Affine[] points, ReadOnlySpan<int> pairs, G1Affine[] results, ReadOnlySpan<int> targets)
    {
        int groups = PlaceInWords(points.Length, pairs, results.Length, targets);
        if (groups == 0)
        {
            return true;
        }

        // SAFETY: the words are those of points inside the two arrays, as PlaceInWords made sure.
        ref readonly G1Affine start = ref points[0];
        MultiplyUp(in start.X, groups, out FpLanes<T> product);
        FpLanes<T>.Store(product, ref _products[0], in _ends[0]);
        if (_products.AsSpan().Contains(default))
        {
            return false;
        }

        BatchInversion.Invert<Fp>(_products, _scratch);
        FpLanes<T>.Load(in _products[0], in _ends[0], out FpLanes<T> inverses);
        AddDown(in start, groups, ref inverses, ref results[0]);
        return true;
    }

    /// <summary>Offsets in 64-bit words; the last group is filled up with its last pair, whose sum is then written several times.</summary>
    private int PlaceInWords(int pointCount, ReadOnlySpan<int> pairs, int resultCount, ReadOnlySpan<int> targets)
    {
        int groups = (pairs.Length + T.Count - 1) / T.Count;
        for (int i = 0; i < groups * T.Count; i++)
        {
            int slot = Math.Min(i, pairs.Length - 1);
            int pair = pairs[slot];
            int target = targets[slot];
            if ((uint)pair >= (uint)(pointCount - 1) || (uint)target >= (uint)resultCount)
            {
                throw new ArgumentOutOfRangeException(nameof(pairs), pair, "A pair or its target lies outside the points.");
            }

            _left[i] = pair * WordsOfPoint;
            _right[i] = (pair + 1) * WordsOfPoint;
            _target[i] = target * WordsOfPoint;
        }

        return groups;
    }

    /// <summary>Keeps before each group the product of all denominators so far, lane by lane.</summary>
    [SkipLocalsInit]
    private void MultiplyUp(ref readonly Fp start, int groups, out FpLanes<T> product)
    {
        Difference(in start, 0, out product);
        for (int group = 1; group < groups; group++)
        {
            _prefixes[group] = product;
            Difference(in start, group * T.Count, out FpLanes<T> denominator);
            FpLanes<T>.Multiply(product, denominator, out product);
        }
    }

    [SkipLocalsInit]
    private void AddDown(ref readonly G1Affine start, int groups, ref FpLanes<T> running, ref G1Affine results)
    {
        ref Fp firstX = ref Unsafe.As<G1Affine, Fp>(ref Unsafe.AsRef(in start));
        ref Fp firstY = ref Unsafe.Add(ref firstX, 1);
        ref Fp resultX = ref Unsafe.As<G1Affine, Fp>(ref results);
        ref Fp resultY = ref Unsafe.Add(ref resultX, 1);
        for (int group = groups - 1; group >= 0; group--)
        {
            int slot = group * T.Count;
            FpLanes<T>.Load(in firstX, in _left[slot], out FpLanes<T> leftX);
            FpLanes<T>.Load(in firstX, in _right[slot], out FpLanes<T> rightX);
            FpLanes<T> slope;
            if (group == 0)
            {
                slope = running;
            }
            else
            {
                FpLanes<T>.Multiply(running, _prefixes[group], out slope);
                FpLanes<T>.Subtract(rightX, leftX, out FpLanes<T> denominator);
                FpLanes<T>.Multiply(running, denominator, out running);
            }

            FpLanes<T>.Load(in firstY, in _left[slot], out FpLanes<T> leftY);
            FpLanes<T>.Load(in firstY, in _right[slot], out FpLanes<T> rightY);
            FpLanes<T>.Subtract(rightY, leftY, out rightY);
            FpLanes<T>.Multiply(rightY, slope, out slope);

            // x between -2.91·p and 0.91·p, so leftX - x up to 3.91·p, with limbs below 2^50 beside the slope's of 2^48: y is as small as x.
            FpLanes<T>.Square(slope, out FpLanes<T> x);
            FpLanes<T>.Subtract(x, leftX, out x);
            FpLanes<T>.Subtract(x, rightX, out x);
            FpLanes<T>.Store(x, ref resultX, in _target[slot]);
            FpLanes<T>.Subtract(leftX, x, out x);
            FpLanes<T>.Multiply(x, slope, out x);
            FpLanes<T>.Subtract(x, leftY, out x);
            FpLanes<T>.Store(x, ref resultY, in _target[slot]);
        }
    }

    /// <summary>right.X - left.X.</summary>
    private void Difference(ref readonly Fp start, int slot, out FpLanes<T> result)
    {
        FpLanes<T>.Load(in start, in _left[slot], out FpLanes<T> left);
        FpLanes<T>.Load(in start, in _right[slot], out FpLanes<T> right);
        FpLanes<T>.Subtract(right, left, out result);
    }
}
