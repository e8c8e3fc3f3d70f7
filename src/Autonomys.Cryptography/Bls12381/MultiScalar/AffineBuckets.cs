using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>Adds up the points of many buckets, neighbours with neighbours, until each bucket has one left.</summary>
/// <remarks>
/// Sums that are equal or opposite points, or begin with the identity, are rare among random points: a batch that holds one is added by scalar
/// code. For one thread at a time.
/// </remarks>
internal sealed class AffineBuckets
{
    private const int Batch = 1024;

    private readonly ScalarAffineAdder _scalar = new(Batch);
    private readonly IAffineAdder _adder;
    private readonly int[] _pairs = new int[Batch];
    private readonly int[] _targets = new int[Batch];
    private G1Affine[] _points = [];
    private G1Affine[] _next = [];
    private int[] _lengths = [];
    private int _filled;
    private int _waiting;
    private bool _special;

    /// <summary>With the widest vectors of this machine.</summary>
    public AffineBuckets()
        : this(BaseFieldLanes.Count)
    {
    }

    /// <param name="lanes">1, 4 or 8.</param>
    internal AffineBuckets(int lanes)
    {
        Lanes = lanes;
        _adder = lanes switch
        {
            8 => new LanesAffineAdder<Doubles512>(Batch),
            4 => new LanesAffineAdder<Doubles256>(Batch),
            _ => _scalar,
        };
    }

    /// <summary>The number of buckets.</summary>
    public int Count { get; private set; }

    /// <summary>Lanes in use.</summary>
    public int Lanes { get; }

    /// <summary>The sums of the buckets that had points, in order, after <see cref="AddUp"/>; a sum may be the identity.</summary>
    public Span<G1Affine> Sums => _points.AsSpan(0, _filled);

    /// <summary>Makes room: bucket b gets starts[b + 1] - starts[b] points.</summary>
    public void Begin(ReadOnlySpan<int> starts)
    {
        Count = starts.Length - 1;
        _filled = 0;
        int capacity = starts[^1] - starts[0] + 1;
        if (_points.Length < capacity || _next.Length < capacity)
        {
            _points = new G1Affine[capacity + (capacity / 4)];
            _next = new G1Affine[_points.Length];
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
            (_points, _next) = (_next, _points);
        }
    }

    /// <summary>Whether a bucket had points, after <see cref="AddUp"/>.</summary>
    public bool Has(int bucket) => _lengths[bucket] != 0;

    /// <summary>The sums behind (0, 1), which stands for the identity; <see cref="PlaceSums"/> puts them there.</summary>
    public ReadOnlySpan<G1Affine> Placed => _next;

    /// <summary>Copies the sums to <see cref="Placed"/> and tells where each bucket's lies: at 0 when it is the identity.</summary>
    public Span<int> PlaceSums()
    {
        _next[0] = new G1Affine(default, Fp.One);
        int next = 0;
        for (int bucket = 0; bucket < Count; bucket++)
        {
            bool present = _lengths[bucket] != 0 && !_points[next].IsIdentity;
            if (present)
            {
                _next[next + 1] = _points[next];
            }

            next += _lengths[bucket];
            _lengths[bucket] = present ? next : 0;
        }

        return _lengths.AsSpan(0, Count);
    }

    /// <summary>Adds the points of every bucket in pairs, into the other array; false when no bucket had two.</summary>
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
        return true;
    }

    private void Add(int pair, int target)
    {
        // A point with x = 0 is the identity, or of an order that does not occur.
        _special |= _points[pair].X.IsZero | _points[pair + 1].X.IsZero;
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
        if (_special || !_adder.TryAdd(_points, pairs, _next, targets))
        {
            _scalar.TryAdd(_points, pairs, _next, targets);
        }

        _waiting = 0;
        _special = false;
    }
}
