using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>Adds up the points of many buckets, neighbours with neighbours, until each bucket has one left, and weighs the sums.</summary>
/// <remarks>
/// Sums of equal or opposite points are rare among random points: a batch that holds one is added by scalar code. For one thread at a time.
/// </remarks>
internal sealed class AffineBuckets
{
    private const int Batch = 1024;
    private const int BitsOfNumber = 8 * sizeof(int);

    private readonly ScalarAffineAdder _scalar = new(Batch);
    private readonly IAffineAdder _adder;
    private readonly int[] _pairs = new int[Batch];
    private readonly int[] _targets = new int[Batch];
    private G1Affine[] _points = [];
    private G1Affine[] _next = [];
    private int[] _lengths = [];
    private int _filled;
    private int _waiting;

    /// <summary>With the widest vectors of this machine.</summary>
    public AffineBuckets()
        : this(BaseFieldLanes.Count)
    {
    }

    /// <param name="lanes">1, 4 or 8.</param>
    internal AffineBuckets(int lanes)
    {
        _adder = lanes switch
        {
            8 => new LanesAffineAdder<Doubles512>(Batch),
            4 => new LanesAffineAdder<Doubles256>(Batch),
            _ => _scalar,
        };
    }

    /// <summary>The number of buckets.</summary>
    public int Count { get; private set; }

    /// <summary>Makes room: bucket b gets starts[b + 1] - starts[b] points.</summary>
    public void Begin(ReadOnlySpan<int> starts)
    {
        Count = starts.Length - 1;
        _filled = 0;
        int capacity = Math.Max(starts[^1] - starts[0], 2 * Count);
        if (_points.Length < capacity)
        {
            _points = new G1Affine[capacity + (capacity / 4)];
            _next = new G1Affine[_points.Length];
        }

        // Weighing makes a bucket of each bit of a bucket's number.
        if (_lengths.Length < Count + BitsOfNumber)
        {
            _lengths = new int[Count + BitsOfNumber];
        }

        for (int bucket = 0; bucket < Count; bucket++)
        {
            _lengths[bucket] = starts[bucket + 1] - starts[bucket];
        }
    }

    /// <summary>Puts the next point, in the order of the buckets.</summary>
    public void Put(in G1Affine point) => _points[_filled++] = point;

    /// <summary>1·bucket[0] + 2·bucket[1] + … and bucket[0] + bucket[1] + …; the buckets are used up.</summary>
    /// <remarks>
    /// Of values v, Σ i·v[i] is twice the same of the sums v[2j] + v[2j + 1], and all v of odd i besides. So each step halves the values and
    /// leaves their odd half as one more bucket to add up: two additions for a bucket, as of running sums, but those would each wait for the one before.
    /// </remarks>
    public BucketSums Weigh()
    {
        AddUp();
        MakeOneBucket();
        while (_lengths[0] > 1)
        {
            AppendOddHalf();
            Halve();
        }

        AddUp();
        G1Point odd = default;
        for (int i = Count - 1; i > 0; i--)
        {
            odd = odd.Double() + _points[i];
        }

        return new(odd + _points[0], _points[0]);
    }

    private void AddUp()
    {
        while (Halve())
        {
        }
    }

    /// <summary>The sums in order become the points of one bucket, with the identity for a bucket without points.</summary>
    private void MakeOneBucket()
    {
        int read = 0;
        for (int bucket = 0; bucket < Count; bucket++)
        {
            _next[bucket] = _lengths[bucket] == 0 ? default : _points[read++];
        }

        (_points, _next) = (_next, _points);
        _filled = Count;
        _lengths[0] = Count;
        Count = 1;
    }

    private void AppendOddHalf()
    {
        int length = _lengths[0] / 2;
        for (int i = 0; i < length; i++)
        {
            _points[_filled++] = _points[(2 * i) + 1];
        }

        _lengths[Count++] = length;
    }

    /// <summary>Adds the points of every bucket in pairs; false when no bucket had two.</summary>
    private bool Halve()
    {
        if (_lengths.AsSpan(0, Count).IndexOfAnyExceptInRange(0, 1) < 0)
        {
            return false;
        }

        int read = 0;
        int written = 0;
        for (int bucket = 0; bucket < Count; bucket++)
        {
            int end = read + _lengths[bucket];
            for (; read + 1 < end; read += 2)
            {
                Add(read, written++);
            }

            if (read < end)
            {
                _next[written++] = _points[read++];
            }

            _lengths[bucket] = (_lengths[bucket] + 1) / 2;
        }

        Flush();
        _filled = written;
        (_points, _next) = (_next, _points);
        return true;
    }

    private void Add(int pair, int target)
    {
        // A point with x = 0 is the identity, or of an order that does not occur.
        if (_points[pair].X.IsZero || _points[pair + 1].X.IsZero)
        {
            _next[target] = _points[pair].X.IsZero ? _points[pair + 1] : _points[pair];
            return;
        }

        _pairs[_waiting] = pair;
        _targets[_waiting] = target;
        if (++_waiting == Batch)
        {
            Flush();
        }
    }

    private void Flush()
    {
        ReadOnlySpan<int> pairs = _pairs.AsSpan(0, _waiting);
        ReadOnlySpan<int> targets = _targets.AsSpan(0, _waiting);
        if (!_adder.TryAdd(_points, pairs, _next, targets))
        {
            _scalar.TryAdd(_points, pairs, _next, targets);
        }

        _waiting = 0;
    }
}
