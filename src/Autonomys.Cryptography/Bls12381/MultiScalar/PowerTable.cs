using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>Tables of 2^(width·w)·point[i] for w = 0, 1, …: table w follows table w - 1.</summary>
internal static class PowerTable
{
    /// <summary>Points that are worked on together.</summary>
    private const int Run = 512;

    public static G1Affine[] Make(
        ReadOnlySpan<G1Affine> points, int width, int windows, int threads, int lanes, CancellationToken cancellationToken)
    {
        int count = points.Length;
        G1Affine[] tables = new G1Affine[windows * count];
        points.CopyTo(tables);
        ParallelOptions options = new() { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellationToken };
        Parallel.For(0, (count + Run - 1) / Run, options, run =>
        {
            int first = run * Run;
            int length = Math.Min(Run, count - first);

            // Twice a point is the identity only for the identity, whose Z would spoil the common inversion.
            int kind = tables.AsSpan(first, length).Contains(default) ? 1 : lanes;
            switch (kind)
            {
                case 8:
                    InLanes<Doubles512>(tables, count, width, windows, first, length);
                    break;
                case 4:
                    InLanes<Doubles256>(tables, count, width, windows, first, length);
                    break;
                default:
                    Scalar(tables, count, width, windows, first, length);
                    break;
            }
        });
        return tables;
    }

    private static void Scalar(G1Affine[] tables, int count, int width, int windows, int first, int length)
    {
        G1Point[] multiples = new G1Point[length];
        for (int i = 0; i < length; i++)
        {
            multiples[i] = tables[first + i];
        }

        for (int window = 1; window < windows; window++)
        {
            foreach (ref G1Point multiple in multiples.AsSpan())
            {
                for (int bit = 0; bit < width; bit++)
                {
                    multiple = multiple.Double();
                }
            }

            G1Point.ToAffine(multiples, tables.AsSpan((window * count) + first, length));
        }
    }

    private static void InLanes<T>(G1Affine[] tables, int count, int width, int windows, int first, int length)
        where T : unmanaged, IDoubles<T>
    {
        // The last group is filled up with the last point.
        int groups = (length + T.Count - 1) / T.Count;
        int[] offsets = new int[groups * T.Count];
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = Math.Min(i, length - 1) * (2 * Fp.Limbs);
        }

        G1Lanes<T>[] multiples = new G1Lanes<T>[groups];
        FpLanes<T>.Create(Fp.One, out FpLanes<T> one);
        for (int group = 0; group < groups; group++)
        {
            G1Lanes<T>.Load(in tables[first], in offsets[group * T.Count], one, out multiples[group]);
        }

        G1LanesToAffine<T> toAffine = new(groups);
        for (int window = 1; window < windows; window++)
        {
            foreach (ref G1Lanes<T> multiple in multiples.AsSpan())
            {
                for (int bit = 0; bit < width; bit++)
                {
                    G1Lanes<T>.Double(multiple, out multiple);
                }
            }

            toAffine.Convert(multiples, tables.AsSpan((window * count) + first, length), offsets);
        }
    }
}
