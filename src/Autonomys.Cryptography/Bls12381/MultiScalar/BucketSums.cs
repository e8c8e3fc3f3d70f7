using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>1·bucket[0] + 2·bucket[1] + … and bucket[0] + bucket[1] + … of buckets that are added up.</summary>
/// <param name="Weighted">The first sum.</param>
/// <param name="Total">The second one.</param>
internal readonly record struct BucketSums(G1Point Weighted, G1Point Total)
{
    public static BucketSums Of(AffineBuckets buckets) => buckets.Lanes switch
    {
        8 => InLanes<Doubles512>(buckets),
        4 => InLanes<Doubles256>(buckets),
        _ => Scalar(buckets),
    };

    /// <summary>
    /// The sums over neighbouring ranges of buckets, each as long as the others and the first one first: a range counts its buckets from one, so
    /// those before it are missing in its weights.
    /// </summary>
    public static BucketSums Join(ReadOnlySpan<BucketSums> ranges, int length)
    {
        G1Point weighted = default;
        G1Point total = default;
        G1Point lengths = default;
        for (int i = ranges.Length - 1; i >= 0; i--)
        {
            // lengths is the sum of i·total[i].
            lengths += total;
            total += ranges[i].Total;
            weighted += ranges[i].Weighted;
        }

        return new(weighted + lengths.Multiply(Fields.Scalar.FromUInt64((ulong)length)), total);
    }

    /// <summary>The sum of all sums from the top.</summary>
    private static BucketSums Scalar(AffineBuckets buckets)
    {
        ReadOnlySpan<G1Affine> values = buckets.Sums;
        G1Point running = default;
        G1Point sum = default;
        for (int bucket = buckets.Count - 1; bucket >= 0; bucket--)
        {
            if (buckets.Has(bucket))
            {
                running += values[^1];
                values = values[..^1];
            }

            sum += running;
        }

        return new(sum, running);
    }

    /// <summary>The same with a range of the buckets in each lane.</summary>
    private static BucketSums InLanes<T>(AffineBuckets buckets)
        where T : unmanaged, IDoubles<T>
    {
        int length = (buckets.Count + T.Count - 1) / T.Count;
        Span<int> sources = buckets.PlaceSums();
        Span<int> points = stackalloc int[T.Count];
        Span<int> heights = stackalloc int[T.Count];
        ReadOnlySpan<Fp> zeroAndOne = [default, Fp.One];
        G1Lanes<T>.CreateIdentity(out G1Lanes<T> running);
        G1Lanes<T> sum = running;
        for (int i = length - 1; i >= 0; i--)
        {
            for (int lane = 0; lane < T.Count; lane++)
            {
                int bucket = (lane * length) + i;
                int source = bucket < buckets.Count ? sources[bucket] : 0;
                points[lane] = source * (2 * Fp.Limbs);
                heights[lane] = source == 0 ? 0 : Fp.Limbs;
            }

            FpLanes<T>.Load(in zeroAndOne[0], in heights[0], out FpLanes<T> z);
            G1Lanes<T>.Load(in buckets.Placed[0], in points[0], z, out G1Lanes<T> value);
            G1Lanes<T>.Add(running, value, out running);
            G1Lanes<T>.Add(sum, running, out sum);
        }

        Span<G1Point> totals = stackalloc G1Point[T.Count];
        Span<G1Point> weighted = stackalloc G1Point[T.Count];
        G1Lanes<T>.Store(running, totals);
        G1Lanes<T>.Store(sum, weighted);
        Span<BucketSums> ranges = stackalloc BucketSums[T.Count];
        for (int lane = 0; lane < T.Count; lane++)
        {
            ranges[lane] = new(weighted[lane], totals[lane]);
        }

        return Join(ranges, length);
    }
}
