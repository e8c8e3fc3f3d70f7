using Autonomys.Cryptography.Bls12381.Curves;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>1·bucket[0] + 2·bucket[1] + … and bucket[0] + bucket[1] + … of buckets that are added up.</summary>
/// <param name="Weighted">The first sum.</param>
/// <param name="Total">The second one.</param>
internal readonly record struct BucketSums(G1Point Weighted, G1Point Total)
{
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
}
