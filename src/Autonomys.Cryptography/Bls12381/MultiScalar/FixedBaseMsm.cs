using System.Buffers;
using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;
using Autonomys.Cryptography.Memory;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>Σ scalar[i]·point[i] for points that stay the same, which pays for tables of their multiples.</summary>
/// <remarks>
/// Table w holds 2^(width·w)·point[i]: the digits of every window go into one set of buckets and nothing is doubled while multiplying.
/// For 32,768 points that is 16 tables of 3 MiB. Immutable after construction; serves several threads at once.
/// </remarks>
public sealed class FixedBaseMsm
{
    /// <summary>Buckets that are filled together, so that what is added stays in the processor's cache.</summary>
    private const int RangeSize = 2048;

    /// <summary>Points that are asked for before they are needed: the tables are larger than the processor's caches.</summary>
    private const int Ahead = 24;

    private readonly int _width;
    private readonly int _windows;
    private readonly NativeBuffer _tables;
    private readonly int _lanes;

    /// <summary>Working memory of threads that are done, for the next ones.</summary>
    private readonly ConcurrentBag<AffineBuckets> _idle = [];

    /// <summary>Makes the tables.</summary>
    /// <param name="points">The points; those at infinity are fine.</param>
    /// <param name="threads">Threads to use at once.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public FixedBaseMsm(ReadOnlySpan<G1Affine> points, int threads = 1, CancellationToken cancellationToken = default)
        : this(points, BaseFieldLanes.Count, threads, cancellationToken)
    {
    }

    /// <param name="lanes">Lanes of the base field: 1, 4 or 8.</param>
    internal FixedBaseMsm(ReadOnlySpan<G1Affine> points, int lanes, int threads, CancellationToken cancellationToken)
        : this(
            PowerTable.Make(
                points, Width(points.Length), ScalarDigits.WindowCount(Width(points.Length)), threads, lanes, cancellationToken),
            points.Length,
            lanes)
    {
    }

    private FixedBaseMsm(ReadOnlySpan<G1Affine> tables, int count, int lanes)
    {
        Count = count;
        _width = Width(count);
        _windows = ScalarDigits.WindowCount(_width);
        _tables = new NativeBuffer(tables.Length * (long)(2 * Fp.Size));
        tables.CopyTo(Tables);
        _lanes = lanes;
    }

    /// <summary>The number of points.</summary>
    public int Count { get; }

    /// <summary>Bits of the signed digits that the tables are for.</summary>
    public int DigitWidth => _width;

    /// <summary>Number of tables: digits of a scalar.</summary>
    public int Windows => _windows;

    /// <summary>
    /// The tables as they lie in memory, to be kept or used elsewhere: table after table, of each point 48 bytes x and 48 bytes y, both in
    /// Montgomery form and of this machine's byte order; zeros are the identity. Whoever reads them keeps this object alive.
    /// </summary>
    public ReadOnlySpan<byte> TableBytes => MemoryMarshal.AsBytes<G1Affine>(Tables);

    /// <summary>Length of the tables of so many points.</summary>
    internal static int TableSize(int count) => ScalarDigits.WindowCount(Width(count)) * count * (2 * Fp.Size);

    /// <summary>Takes tables that <see cref="TableBytes"/> gave; the caller answers for their content.</summary>
    internal static FixedBaseMsm FromTables(ReadOnlySpan<byte> tables, int count) =>
        new(MemoryMarshal.Cast<byte, G1Affine>(tables), count, BaseFieldLanes.Count);

    /// <summary>The sum over the first scalars.Length points.</summary>
    /// <param name="scalars">At most as many as there are points.</param>
    /// <param name="threads">Threads to use at once.</param>
    /// <exception cref="ArgumentException">There are more scalars than points.</exception>
    public G1Point Multiply(ReadOnlySpan<Scalar> scalars, int threads = 1)
    {
        if (scalars.Length > Count)
        {
            throw new ArgumentException($"There are {Count} points for {scalars.Length} scalars.", nameof(scalars));
        }

        // Few scalars would leave most buckets of the wide windows empty.
        if (scalars.Length < Count / 8)
        {
            G1Point few = Msm.Multiply(Tables[..scalars.Length], scalars);
            GC.KeepAlive(_tables);
            return few;
        }

        int bucketCount = 1 << (_width - 1);
        int[] starts = ArrayPool<int>.Shared.Rent(bucketCount + 2);
        int[] summands = ArrayPool<int>.Shared.Rent(_windows * scalars.Length);
        SortByBucket(scalars, starts.AsSpan(0, bucketCount + 2), summands);

        int ranges = (bucketCount + RangeSize - 1) / RangeSize;
        BucketSums[] sums = new BucketSums[ranges];
        Parallel.For(
            0,
            ranges,
            new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) },
            () => _idle.TryTake(out AffineBuckets? buckets) ? buckets : new AffineBuckets(_lanes),
            (range, _, buckets) =>
            {
                int first = range * RangeSize;
                sums[range] = SumRange(buckets, starts.AsSpan(first, Math.Min(RangeSize, bucketCount - first) + 1), summands);
                return buckets;
            },
            _idle.Add);
        ArrayPool<int>.Shared.Return(starts);
        ArrayPool<int>.Shared.Return(summands);
        GC.KeepAlive(_tables);
        return BucketSums.Join(sums, RangeSize).Weighted;
    }

    /// <summary>In huge pages where there are any: points are picked from all over them.</summary>
    private unsafe Span<G1Affine> Tables => new(_tables.Pointer<G1Affine>(), _windows * Count);

    private static int Width(int count) => Math.Clamp(BitOperations.Log2((uint)count | 1) + 1, 2, 16);

    /// <summary>
    /// Lists, bucket after bucket, the table entries to add: 2·entry, plus one where its negative is meant. Bucket b is that of digit
    /// ±(b + 1), and its list begins at starts[b].
    /// </summary>
    private void SortByBucket(ReadOnlySpan<Scalar> scalars, Span<int> starts, int[] summands)
    {
        int[] digits = ArrayPool<int>.Shared.Rent(_windows * scalars.Length);
        starts.Clear();
        for (int i = 0; i < scalars.Length; i++)
        {
            Span<int> own = digits.AsSpan(i * _windows, _windows);
            ScalarDigits.Split(scalars[i], _width, own);
            foreach (int digit in own)
            {
                // Counted two places on: after the sums below, and one step of each while filling, starts[b] is where b begins.
                if (digit != 0)
                {
                    starts[Math.Abs(digit) + 1]++;
                }
            }
        }

        for (int bucket = 2; bucket < starts.Length; bucket++)
        {
            starts[bucket] += starts[bucket - 1];
        }

        for (int i = 0; i < scalars.Length; i++)
        {
            for (int window = 0; window < _windows; window++)
            {
                int digit = digits[(i * _windows) + window];
                if (digit != 0)
                {
                    summands[starts[Math.Abs(digit)]++] = (2 * ((window * Count) + i)) + (digit < 0 ? 1 : 0);
                }
            }
        }

        ArrayPool<int>.Shared.Return(digits);
    }

    private BucketSums SumRange(AffineBuckets buckets, ReadOnlySpan<int> starts, int[] summands)
    {
        buckets.Begin(starts);
        ReadOnlySpan<G1Affine> tables = Tables;
        ReadOnlySpan<int> own = summands.AsSpan(starts[0], starts[^1] - starts[0]);
        for (int i = 0; i < own.Length; i++)
        {
            if (i + Ahead < own.Length)
            {
                Prefetch(in tables[own[i + Ahead] >> 1]);
            }

            ref readonly G1Affine point = ref tables[own[i] >> 1];
            buckets.Put((own[i] & 1) == 0 ? point : -point);
        }

        return buckets.Weigh();
    }

    /// <summary>Asks for the two cache lines, or for both ends of three, of a point that is soon needed.</summary>
    private static unsafe void Prefetch(ref readonly G1Affine point)
    {
        if (Sse.IsSupported)
        {
            // SAFETY: a hint; wherever the collector has moved the point meanwhile, nothing is read or written.
            byte* start = (byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in point));
            Sse.Prefetch0(start);
            Sse.Prefetch0(start + (2 * Fp.Size) - 1);
        }
    }
}
