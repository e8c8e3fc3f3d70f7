using System.Runtime.Intrinsics;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.Lanes;
using Autonomys.Testing;
using Coding = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Cryptography.Tests.Bls12381.Fields.Lanes;

/// <summary>Transforms and recovery in vectors of each width against the plain form.</summary>
public class LaneCodingTests
{
    private static readonly LaneCoding[] Widths =
        [new LaneCoding<Vector256<uint>, Lanes256>(), new LaneCoding<Vector512<uint>, Lanes512>()];

    public static TheoryData<int, int> WidthsAndSizes
    {
        get
        {
            TheoryData<int, int> data = [];
            for (int width = 0; width < Widths.Length; width++)
            {
                for (int size = Widths[width].MinSize; size <= 65_536; size *= size < 4_096 ? 2 : 4)
                {
                    data.Add(width, size);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(WidthsAndSizes))]
    public void Transforms_equal_the_scalar_ones(int width, int size)
    {
        LaneCoding lanes = Widths[width];
        ScalarFft fft = ScalarFft.ForSize(size);
        foreach (Scalar[] values in Inputs(size))
        {
            Equal(values, fft.ForwardScalar, lanes.Forward);
            Equal(values, fft.InverseScalar, lanes.Inverse);
            Equal(values, fft.ExtendToOddScalar, lanes.ExtendToOdd);
        }

        static void Equal(Scalar[] values, Action<Span<Scalar>> plain, Action<Span<Scalar>> inLanes)
        {
            Scalar[] expected = [.. values];
            Scalar[] actual = [.. values];
            plain(expected);
            inLanes(actual);
            Assert.True(expected.AsSpan().SequenceEqual(actual));
        }
    }

    [Theory]
    [MemberData(nameof(WidthsAndSizes))]
    public void Recovery_equals_the_scalar_one(int width, int size)
    {
        int half = size / 2;
        LaneCoding lanes = Widths[width];
        if (half < lanes.MinSize)
        {
            return;
        }

        // Any values interpolate to something: that there is a polynomial of low degree behind them does not matter here.
        Random random = new(size);
        Scalar[] shards = ScalarData.FromLabel($"lane-recovery-{size}", size);
        foreach (int[] positions in new[] { Shuffled(random, size), [.. Enumerable.Range(0, size)], [.. Enumerable.Range(0, size).Reverse()] })
        {
            bool[] used = new bool[size];
            Array.ForEach(positions[..half], position => used[position] = true);
            int[] unused = [.. positions[half..].Order()];
            Scalar[] expected = new Scalar[half];
            Scalar[] actual = new Scalar[half];
            Coding.RecoverScalar(shards, used, unused, expected);
            foreach (int threads in new[] { 1, 2 })
            {
                Array.Clear(actual);
                lanes.Recover(shards, used, unused, actual, threads);
                Assert.True(expected.AsSpan().SequenceEqual(actual));
            }
        }
    }

    [Fact]
    public void The_form_of_this_machine_is_that_of_its_widest_vectors()
    {
        Type? expected = Vector512.IsHardwareAccelerated ? typeof(LaneCoding<Vector512<uint>, Lanes512>)
            : Vector256.IsHardwareAccelerated ? typeof(LaneCoding<Vector256<uint>, Lanes256>)
            : null;
        Assert.Equal(expected, LaneCoding.Best?.GetType());
        Assert.Null(LaneCoding.For(32));
        Assert.Equal(LaneCoding.Best, LaneCoding.For(32_768));
    }

    [Fact]
    public void Extending_a_record_leaves_no_garbage()
    {
        Coding coding = new(16);
        byte[] record = new byte[32_768 * Scalar.Size];
        byte[] parity = new byte[record.Length];
        Assert.InRange(Garbage.Least(() => Assert.True(coding.TryExtend(record, parity, out _))), 0, 4_096);
    }

    private static IEnumerable<Scalar[]> Inputs(int size)
    {
        yield return ScalarData.FromLabel($"lane-transform-{size}", size);

        // The largest value everywhere: sums grow as far as they can.
        Scalar[] largest = new Scalar[size];
        Array.Fill(largest, -Scalar.One);
        yield return largest;
        Scalar[] one = new Scalar[size];
        one[size - 1] = Scalar.One;
        yield return one;
    }

    private static int[] Shuffled(Random random, int size)
    {
        int[] positions = [.. Enumerable.Range(0, size)];
        random.Shuffle(positions);
        return positions;
    }
}
