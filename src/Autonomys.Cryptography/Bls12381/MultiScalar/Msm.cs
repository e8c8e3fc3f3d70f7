using System.Buffers;
using System.Numerics;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>Σ scalar[i]·point[i] for points that are not known beforehand (Pippenger's bucket method).</summary>
public static class Msm
{
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static G1Point Multiply(ReadOnlySpan<G1Affine> points, ReadOnlySpan<Scalar> scalars)
    {
        if (points.Length != scalars.Length)
        {
            throw new ArgumentException($"{points.Length} points cannot be multiplied by {scalars.Length} scalars.", nameof(scalars));
        }

        int width = WindowWidth(points.Length);
        int windows = ScalarDigits.WindowCount(width);
        int[] digits = ArrayPool<int>.Shared.Rent(windows * scalars.Length);
        G1Point[] buckets = ArrayPool<G1Point>.Shared.Rent(1 << (width - 1));
        for (int i = 0; i < scalars.Length; i++)
        {
            ScalarDigits.Split(scalars[i], width, digits.AsSpan(i * windows, windows));
        }

        G1Point sum = default;
        for (int window = windows - 1; window >= 0; window--)
        {
            for (int i = 0; i < width; i++)
            {
                sum = sum.Double();
            }

            sum += WindowSum(points, digits, windows, window, buckets.AsSpan(0, 1 << (width - 1)));
        }

        ArrayPool<int>.Shared.Return(digits);
        ArrayPool<G1Point>.Shared.Return(buckets);
        return sum;
    }

    /// <summary>Where the additions into buckets and the summing of the buckets cost about the same.</summary>
    private static int WindowWidth(int count) => Math.Clamp(BitOperations.Log2((uint)count | 1) - 1, 2, 15);

    private static G1Point WindowSum(ReadOnlySpan<G1Affine> points, int[] digits, int windows, int window, Span<G1Point> buckets)
    {
        buckets.Clear();
        for (int i = 0; i < points.Length; i++)
        {
            int digit = digits[(i * windows) + window];
            if (digit > 0)
            {
                buckets[digit - 1] += points[i];
            }
            else if (digit < 0)
            {
                buckets[-digit - 1] += -points[i];
            }
        }

        return WeightedSum(buckets);
    }

    /// <summary>1·bucket[0] + 2·bucket[1] + …: the sum of all sums from the top.</summary>
    internal static G1Point WeightedSum(ReadOnlySpan<G1Point> buckets)
    {
        G1Point running = default;
        G1Point sum = default;
        for (int i = buckets.Length - 1; i >= 0; i--)
        {
            running += buckets[i];
            sum += running;
        }

        return sum;
    }
}
