using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>Adds up the points of many buckets, neighbours with neighbours, until each bucket has one left.</summary>
/// <remarks>
/// In affine coordinates an addition takes 3 multiplications and an inversion, and inversions of many denominators together
/// take 3 multiplications each: 6 in place of the 11 of Jacobian coordinates. For one thread at a time.
/// </remarks>
internal sealed class AffineBuckets
{
    private const int Batch = 256;

    private readonly Fp[] _denominators = new Fp[Batch];
    private readonly Fp[] _scratch = new Fp[Batch];
    private readonly Sum[] _sums = new Sum[Batch];
    private G1Affine[] _points = [];
    private int[] _lengths = [];
    private int _filled;

    /// <summary>The number of buckets.</summary>
    public int Count { get; private set; }

    /// <summary>Makes room: bucket b gets starts[b + 1] - starts[b] points.</summary>
    public void Begin(ReadOnlySpan<int> starts)
    {
        Count = starts.Length - 1;
        _filled = 0;
        int capacity = starts[^1] - starts[0];
        if (_points.Length < capacity)
        {
            _points = new G1Affine[capacity + (capacity / 4)];
        }

        if (_lengths.Length < Count)
        {
            _lengths = new int[Count];
        }

        for (int bucket = 0; bucket < Count; bucket++)
        {
            _lengths[bucket] = starts[bucket + 1] - starts[bucket];
        }
    }

    /// <summary>Puts the next point, in the order of the buckets.</summary>
    public void Put(in G1Affine point) => _points[_filled++] = point;

    /// <summary>Leaves in each bucket the sum of its points.</summary>
    public void AddUp()
    {
        while (Halve())
        {
        }
    }

    /// <summary>The sum of a bucket, after <see cref="AddUp"/>; false when it had no points.</summary>
    public bool TryGet(int bucket, out G1Affine sum)
    {
        // Points are dense: a bucket's is behind those of the ones before.
        sum = default;
        if (_lengths[bucket] == 0)
        {
            return false;
        }

        // Read from the last bucket down, each point once.
        sum = _points[--_filled];
        return true;
    }

    /// <summary>Adds the points of every bucket in pairs; false when no bucket had two.</summary>
    private bool Halve()
    {
        int read = 0;
        int written = 0;
        int waiting = 0;
        bool any = false;
        for (int bucket = 0; bucket < Count; bucket++)
        {
            int length = _lengths[bucket];
            any |= length > 1;
            for (int i = 0; i < length; i += 2)
            {
                Prepare(read + i, i + 1 < length, waiting++);
                if (waiting == Batch)
                {
                    written = Write(written, waiting);
                    waiting = 0;
                }
            }

            read += length;
            _lengths[bucket] = (length + 1) / 2;
        }

        _filled = Write(written, waiting);
        return any;
    }

    /// <summary>Finds the denominator of a sum; results never overtake the points that are still to be read.</summary>
    private void Prepare(int index, bool isPair, int slot)
    {
        ref readonly G1Affine left = ref _points[index];
        _denominators[slot] = default;
        if (!isPair || _points[index + 1].IsIdentity)
        {
            _sums[slot] = new(index, SumKind.Left);
            return;
        }

        ref readonly G1Affine right = ref _points[index + 1];
        if (left.IsIdentity)
        {
            _sums[slot] = new(index, SumKind.Right);
            return;
        }

        Fp.Subtract(right.X, left.X, out Fp difference);
        if (!difference.IsZero)
        {
            _sums[slot] = new(index, SumKind.Chord);
            _denominators[slot] = difference;
        }
        else if (left.Y.Equals(right.Y))
        {
            // No point of order two lies on the curve: y is not zero.
            _sums[slot] = new(index, SumKind.Tangent);
            Fp.Double(left.Y, out _denominators[slot]);
        }
        else
        {
            _sums[slot] = new(index, SumKind.Opposite);
        }
    }

    private int Write(int written, int count)
    {
        BatchInversion.Invert(_denominators.AsSpan(0, count), _scratch.AsSpan(0, count));
        for (int slot = 0; slot < count; slot++, written++)
        {
            (int index, SumKind kind) = _sums[slot];
            switch (kind)
            {
                case SumKind.Left:
                    _points[written] = _points[index];
                    break;
                case SumKind.Right:
                    _points[written] = _points[index + 1];
                    break;
                case SumKind.Opposite:
                    _points[written] = default;
                    break;
                default:
                    Add(index, kind, _denominators[slot], ref _points[written]);
                    break;
            }
        }

        return written;
    }

    private void Add(int index, SumKind kind, in Fp inverse, ref G1Affine result)
    {
        G1Affine left = _points[index];
        ref readonly G1Affine right = ref _points[index + 1];
        Fp numerator;
        if (kind == SumKind.Chord)
        {
            Fp.Subtract(right.Y, left.Y, out numerator);
        }
        else
        {
            Fp.Square(left.X, out Fp square);
            Fp.Double(square, out numerator);
            Fp.Add(numerator, square, out numerator);
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

    private enum SumKind
    {
        Left,
        Right,
        Opposite,
        Chord,
        Tangent,
    }

    private readonly record struct Sum(int Index, SumKind Kind);
}
