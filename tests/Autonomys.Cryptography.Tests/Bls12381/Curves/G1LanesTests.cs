using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

namespace Autonomys.Cryptography.Tests.Bls12381.Curves;

/// <summary>Sums and doubles of points in lanes equal those of single points, whatever the other lanes hold.</summary>
public sealed class G1LanesTests
{
    [Fact]
    public void Four_lanes_equal_single_points() => CheckAll<Doubles256>();

    [Fact]
    public void Eight_lanes_equal_single_points() => CheckAll<Doubles512>();

    private static void CheckAll<T>()
        where T : unmanaged, IDoubles<T>
    {
        G1Affine[] some = [.. Enumerable.Range(0, 5).Select(i => PointOracle.RandomG1("lanes" + i))];
        G1Affine[] all = [default, G1Affine.Generator, .. some, -some[0], (some[0].ToPoint() + some[1]).ToAffine()];
        (G1Affine Left, G1Affine Right)[] pairs = [.. all.SelectMany(left => all.Select(right => (left, right)))];
        foreach ((G1Affine Left, G1Affine Right)[] chunk in pairs.Chunk(T.Count))
        {
            (G1Affine Left, G1Affine Right)[] full = [.. chunk, .. Enumerable.Repeat(pairs[0], T.Count - chunk.Length)];
            Check<T>([.. full.Select(pair => pair.Left)], [.. full.Select(pair => pair.Right)]);
        }
    }

    private static void Check<T>(G1Affine[] left, G1Affine[] right)
        where T : unmanaged, IDoubles<T>
    {
        G1Lanes<T> a = Load<T>(left);
        G1Lanes<T> b = Load<T>(right);
        G1Lanes<T>.Add(a, b, out G1Lanes<T> sum);
        Expect(i => left[i].ToPoint() + right[i], sum);
        G1Lanes<T>.Double(sum, out G1Lanes<T> twice);
        Expect(i => (left[i].ToPoint() + right[i]).Double(), twice);
        G1Lanes<T>.Add(twice, a, out twice);
        Expect(i => (left[i].ToPoint() + right[i]).Double() + left[i], twice);
        G1Lanes<T>.Add(sum, sum, out sum);
        Expect(i => (left[i].ToPoint() + right[i]).Double(), sum);
        G1Lanes<T>.Double(a, out a);
        Expect(i => left[i].ToPoint().Double(), a);
    }

    private static G1Lanes<T> Load<T>(G1Affine[] points)
        where T : unmanaged, IDoubles<T>
    {
        G1Affine[] stored = [.. points.Select(point => point.IsIdentity ? new G1Affine(default, Fp.One) : point)];
        int[] offsets = [.. Enumerable.Range(0, T.Count).Select(lane => lane * 2 * Fp.Limbs)];
        int[] heights = [.. points.Select(point => point.IsIdentity ? 0 : Fp.Limbs)];
        Fp[] zeroAndOne = [default, Fp.One];
        FpLanes<T>.Load(in zeroAndOne[0], in heights[0], out FpLanes<T> z);
        G1Lanes<T>.Load(in stored[0], in offsets[0], z, out G1Lanes<T> lanes);
        return lanes;
    }

    private static void Expect<T>(Func<int, G1Point> expected, G1Lanes<T> actual)
        where T : unmanaged, IDoubles<T>
    {
        G1Point[] stored = new G1Point[T.Count];
        G1Lanes<T>.Store(actual, stored);
        for (int i = 0; i < stored.Length; i++)
        {
            Assert.Equal(expected(i), stored[i]);
        }
    }
}
