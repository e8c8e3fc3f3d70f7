using System.Runtime.Intrinsics;
using Autonomys.Primitives.Hashing;
using Autonomys.Testing;
using CsCheck;

namespace Autonomys.Primitives.Tests.Hashing;

/// <summary>Every fast way of hashing equals the plain one.</summary>
public sealed class Blake3PathsTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(100, 32).Select(i => (byte)i)];

    /// <summary>Bytes that do not repeat within a chunk, as in the official test vectors.</summary>
    private static byte[] Input(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i % 251))];

    public static TheoryData<int> Lengths =>
    [
        0, 1, 2, 3, 31, 32, 33, 63, 64, 65, 127, 128, 129, 159, 160, 161, 192, 1023, 1024, 1025, 2047, 2048, 2049, 3071, 3072, 3073,
        4096, 4097, 5120, 5121, 7 * 1024, 8192, 8193, 9 * 1024, 15 * 1024, 16384, 16385, 17 * 1024, (31 * 1024) - 1, 31 * 1024, (31 * 1024) + 1,
        (32 * 1024) + 5, 65 * 1024, 102_400, (256 * 1024) - 1, 256 * 1024, (256 * 1024) + 1, (512 * 1024) + 77,
    ];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void One_input_of_any_length(int length)
    {
        byte[] input = Input(length);
        Assert.Equal(Blake3Reference.Hash(input), Blake3.Hash(input).ToArray());
        Assert.Equal(Blake3Reference.Hash(input, key: Key), Blake3.HashKeyed(Key, input).ToArray());
        byte[] extended = new byte[131];
        Blake3.Hash(input, extended);
        Assert.Equal(Blake3Reference.Hash(input, 131), extended);
        Assert.Equal(Blake3Reference.Hash(input), Blake3.HashParallel(input, 2).ToArray());
        Assert.Equal(Blake3Reference.Hash(input), Blake3.HashList(input.AsSpan(0, length / 3), input.AsSpan(length / 3)).ToArray());
    }

    [Fact]
    public void Input_in_parts_of_any_length()
    {
        byte[] input = Input(70_000);
        byte[] expected = Blake3Reference.Hash(input);
        Gen.Int[0, 20_000].Array[1, 8].Sample(
            parts =>
            {
                Blake3Hasher hasher = Blake3Hasher.Create();
                int position = 0;
                foreach (int part in parts)
                {
                    int length = Math.Min(part, input.Length - position);
                    hasher.Update(input.AsSpan(position, length));
                    position += length;
                }

                hasher.Update(input.AsSpan(position));
                return hasher.Finish().AsSpan().SequenceEqual(expected);
            },
            iter: 100);
    }

    [Fact]
    public void Input_that_is_followed_by_more()
    {
        byte[] input = Input((512 * 1024) + 77);
        Blake3Hasher hasher = Blake3Hasher.Create();
        int position = 0;
        foreach (int part in (int[])[128 * 1024, 1024, 127 * 1024, 0, 4096, 64, 960, 1, 2 * 1024])
        {
            hasher.Update(input.AsSpan(position, part), isFollowed: true);
            position += part;
        }

        hasher.Update(input.AsSpan(position));
        Assert.Equal(Blake3Reference.Hash(input), hasher.Finish().ToArray());

        Blake3Hasher broken = Blake3Hasher.Create();
        broken.Update(input.AsSpan(0, 4096), isFollowed: true);
        Assert.Throws<InvalidOperationException>(() => broken.Finish());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(160)]
    [InlineData(1023)]
    [InlineData(1024)]
    public void Many_inputs_of_one_length(int length)
    {
        foreach (int count in (int[])[0, 1, 2, 7, 8, 9, 15, 16, 17, 33, 100])
        {
            byte[] inputs = Vectors.Bytes($"many-{length}", length * count);
            byte[] hashes = new byte[32 * count];
            byte[] keyed = new byte[32 * count];
            Blake3.HashMany(inputs, length, hashes);
            Blake3.HashManyKeyed(Key, inputs, length, keyed);
            for (int i = 0; i < count; i++)
            {
                byte[] input = inputs[(i * length)..((i + 1) * length)];
                Assert.Equal(Blake3Reference.Hash(input), hashes.AsSpan(32 * i, 32));
                Assert.Equal(Blake3Reference.Hash(input, key: Key), keyed.AsSpan(32 * i, 32));
            }
        }
    }

    /// <summary>Each width by itself, with a counter that carries into its high word in the middle of the lanes.</summary>
    [Theory]
    [InlineData(700)]
    [InlineData(20)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(96)]
    public void All_widths_are_equal(int length)
    {
        byte[] inputs = Vectors.Bytes("widths", 21 * length);
        uint[] key = Blake3Compression.InitializationVector.ToArray();
        Blake3LanesJob job = Blake3LanesJob.Chunks(uint.MaxValue - 3u, Blake3Compression.KeyedHash);
        byte[] scalar = new byte[21 * 32];
        Blake3Lanes.Scalar(key, inputs, length, job, scalar);
        byte[] vector = new byte[21 * 32];
        if (Vector256.IsHardwareAccelerated && Blake3Lanes.IsVector256Supported)
        {
            Blake3Lanes.Vector256Lanes(key, inputs, length, job, vector);
            Assert.Equal(scalar, vector);
        }

        // Put together from narrower vectors where the processor has none of 512 bits; its outputs leave through those of 256.
        int[] counts = Blake3Lanes.IsVector256Supported ? [21, 16, 9, 1] : [];
        foreach (int count in counts)
        {
            Array.Clear(vector);
            Blake3Lanes.Vector512Lanes(key, inputs.AsSpan(0, count * length), length, job, vector.AsSpan(0, count * 32));
            Assert.Equal(scalar[..(count * 32)], vector[..(count * 32)]);
        }
    }

    [Theory]
    [InlineData(10, 5, 32)]
    [InlineData(10, 5, 63)]
    [InlineData(10, 5, 96)]
    [InlineData(1025, 1025, 32)]
    [InlineData(0, -1, 0)]
    public void Lengths_that_do_not_fit_are_refused(int inputs, int length, int hashes) =>
        Assert.ThrowsAny<ArgumentException>(() => Blake3.HashMany(new byte[inputs], length, new byte[hashes]));
}
