using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>Many points, each times its own scalar.</summary>
internal static class G1Batch
{
    /// <summary>points[i] becomes scalars[i]·points[i], for the first <paramref name="count"/>.</summary>
    /// <exception cref="ArgumentException">An array is shorter.</exception>
    public static void Multiply(G1Point[] points, Scalar[] scalars, int count, int threads = 1) =>
        Multiply(points, scalars, count, threads, BaseFieldLanes.Count);

    /// <param name="lanes">Lanes of the base field: 1, 4 or 8.</param>
    internal static void Multiply(G1Point[] points, Scalar[] scalars, int count, int threads, int lanes)
    {
        if (points.Length < count || scalars.Length < count)
        {
            throw new ArgumentException($"{count} points and scalars are needed, not {points.Length} and {scalars.Length}.", nameof(count));
        }

        switch (lanes)
        {
            case 8:
                InLanes<Doubles512>(points, scalars, count, threads);
                break;
            case 4:
                InLanes<Doubles256>(points, scalars, count, threads);
                break;
            default:
                Each(count, threads, i => points[i] = points[i].Multiply(scalars[i]));
                break;
        }
    }

    private static void InLanes<T>(G1Point[] points, Scalar[] scalars, int count, int threads)
        where T : unmanaged, IDoubles<T> =>
        Each((count + T.Count - 1) / T.Count, threads, group =>
        {
            int first = group * T.Count;
            int length = Math.Min(T.Count, count - first);
            G1LanesMultiples<T>.Multiply(points.AsSpan(first, length), scalars.AsSpan(first, length));
        });

    private static void Each(int count, int threads, Action<int> work)
    {
        if (threads > 1)
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            work(i);
        }
    }
}
