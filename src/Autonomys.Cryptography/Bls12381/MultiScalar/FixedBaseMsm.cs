using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>Σ scalar[i]·point[i] for points that stay the same, which pays for tables of their multiples.</summary>
/// <remarks>
/// Table w holds 2^(width·w)·point[i]: the digits of every window go into one set of buckets and nothing is doubled while multiplying.
/// For 32,768 points that is 16 tables of 3 MiB. Immutable after construction; serves several threads at once.
/// </remarks>
public sealed class FixedBaseMsm
{
    /// <summary>Buckets that are filled together, so that what is added stays in the processor's cache.</summary>
    private const int RangeSize = 512;

    private readonly int _width;
    private readonly int _windows;
    private readonly G1Affine[] _tables;

    /// <summary>Makes the tables.</summary>
    /// <param name="points">The points; those at infinity are fine.</param>
    /// <param name="threads">Threads to use at once.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public FixedBaseMsm(ReadOnlySpan<G1Affine> points, int threads = 1, CancellationToken cancellationToken = default)
        : this(MakeTables(points, threads, cancellationToken), points.Length)
    {
    }

    private FixedBaseMsm(G1Affine[] tables, int count)
    {
        Count = count;
        _width = Width(count);
        _windows = ScalarDigits.WindowCount(_width);
        _tables = tables;
    }

    /// <summary>The number of points.</summary>
    public int Count { get; }

    /// <summary>The tables as they lie in memory, to be kept; of this machine's byte order.</summary>
    internal ReadOnlySpan<byte> TableBytes => MemoryMarshal.AsBytes<G1Affine>(_tables);

    /// <summary>Length of the tables of so many points.</summary>
    internal static int TableSize(int count) => ScalarDigits.WindowCount(Width(count)) * count * (2 * Fp.Size);

    /// <summary>Takes tables that <see cref="TableBytes"/> gave; the caller answers for their content.</summary>
    internal static FixedBaseMsm FromTables(ReadOnlySpan<byte> tables, int count) =>
        new(MemoryMarshal.Cast<byte, G1Affine>(tables).ToArray(), count);

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
            return Msm.Multiply(_tables.AsSpan(0, scalars.Length), scalars);
        }

        int bucketCount = 1 << (_width - 1);
        int[] starts = ArrayPool<int>.Shared.Rent(bucketCount + 2);
        int[] summands = ArrayPool<int>.Shared.Rent(_windows * scalars.Length);
        SortByBucket(scalars, starts.AsSpan(0, bucketCount + 2), summands);

        int ranges = (bucketCount + RangeSize - 1) / RangeSize;
        G1Point[] sums = new G1Point[ranges];
        Parallel.For(
            0,
            ranges,
            new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) },
            () => new AffineBuckets(),
            (range, _, buckets) =>
            {
                int first = range * RangeSize;
                sums[range] = SumRange(buckets, first, starts.AsSpan(first, Math.Min(RangeSize, bucketCount - first) + 1), summands);
                return buckets;
            },
            _ => { });
        ArrayPool<int>.Shared.Return(starts);
        ArrayPool<int>.Shared.Return(summands);

        G1Point sum = default;
        foreach (G1Point part in sums)
        {
            sum += part;
        }

        return sum;
    }

    private static int Width(int count) => Math.Clamp(BitOperations.Log2((uint)count | 1) + 1, 2, 16);

    private static G1Affine[] MakeTables(ReadOnlySpan<G1Affine> points, int threads, CancellationToken cancellationToken)
    {
        const int Run = 512;
        int count = points.Length;
        int width = Width(count);
        int windows = ScalarDigits.WindowCount(width);
        G1Affine[] tables = new G1Affine[windows * count];
        points.CopyTo(tables);
        ParallelOptions options = new() { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellationToken };
        Parallel.For(0, (count + Run - 1) / Run, options, run =>
        {
            int first = run * Run;
            int length = Math.Min(Run, count - first);
            G1Point[] multiples = new G1Point[length];
            for (int i = 0; i < length; i++)
            {
                multiples[i] = tables[first + i];
            }

            for (int window = 1; window < windows; window++)
            {
                for (int i = 0; i < length; i++)
                {
                    for (int bit = 0; bit < width; bit++)
                    {
                        multiples[i] = multiples[i].Double();
                    }
                }

                G1Point.ToAffine(multiples, tables.AsSpan((window * count) + first, length));
            }
        });
        return tables;
    }

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

    /// <summary>Σ (b + 1)·bucket[b] over a range of buckets.</summary>
    private G1Point SumRange(AffineBuckets buckets, int firstBucket, ReadOnlySpan<int> starts, int[] summands)
    {
        buckets.Begin(starts);
        for (int i = starts[0]; i < starts[^1]; i++)
        {
            ref readonly G1Affine point = ref _tables[summands[i] >> 1];
            buckets.Put((summands[i] & 1) == 0 ? point : -point);
        }

        buckets.AddUp();
        G1Point running = default;
        G1Point sum = default;
        for (int bucket = buckets.Count - 1; bucket >= 0; bucket--)
        {
            if (buckets.TryGet(bucket, out G1Affine value))
            {
                running += value;
            }

            sum += running;
        }

        return sum + running.Multiply(Scalar.FromUInt64((ulong)firstBucket));
    }
}
