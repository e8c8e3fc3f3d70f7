using System.Text.Json;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Testing;
using Coding = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Cryptography.Tests.ErasureCoding;

/// <summary>erasure.json, and what it does not reach: small sizes, surplus and contradicting shards.</summary>
public class ErasureCodingTests
{
    private static readonly JsonElement File = Vectors.Json("erasure.json");

    public static TheoryData<int> Records => [0, 1, 2];

    [Theory]
    [MemberData(nameof(Records))]
    public void Records_extend_and_recover_as_in_the_reference(int number)
    {
        Assert.Equal(3, File.GetProperty("records").GetArrayLength());
        JsonElement record = File.GetProperty("records")[number];
        Coding coding = new(16);
        Scalar[] source = ScalarData.FromLabel(record.GetProperty("label").GetString()!, 32768);
        Scalar[] parity = new Scalar[source.Length];
        coding.Extend(source, parity);
        Scalar[] all = ScalarData.Interleave(source, parity);
        byte[] bytes = Bytes(source);
        Assert.True(coding.TryExtend(bytes, bytes, out int invalid));
        Assert.Equal(-1, invalid);
        Assert.Equal(Bytes(parity), bytes);

        AssertHex(record.GetProperty("first_3_source"), source);
        AssertHex(record.GetProperty("first_3_parity"), parity);
        Assert.Equal(record.GetProperty("last_parity").GetString(), parity[^1].ToString());
        Assert.Equal(record.GetProperty("source_blake3").GetString(), ScalarData.Blake3Of(source));
        Assert.Equal(record.GetProperty("parity_blake3").GetString(), ScalarData.Blake3Of(parity));
        Assert.Equal(record.GetProperty("interleaved_blake3").GetString(), ScalarData.Blake3Of(all));

        bool[] present = RandomHalf(number);
        Scalar[] shards = Erase(all, present);
        Scalar[] recovered = new Scalar[all.Length];
        coding.Recover(shards, present, recovered);
        Assert.Equal(record.GetProperty("recover_from_random_half").GetBoolean(), recovered.AsSpan().SequenceEqual(all));

        Scalar[] recoveredSource = new Scalar[source.Length];
        coding.RecoverSource(shards, present, recoveredSource);
        Assert.Equal(
            record.GetProperty("recover_source_from_random_half").GetBoolean(), recoveredSource.AsSpan().SequenceEqual(source));

        Scalar[] coefficients = [.. source];
        ScalarFft.ForSize(source.Length).Inverse(coefficients);
        bool samePolynomial = coding.RecoverPolynomial(shards, present).Coefficients.SequenceEqual(coefficients);
        Assert.Equal(record.GetProperty("equal").GetBoolean(), samePolynomial);

        present[Array.IndexOf(present, true)] = false;
        string expected = record.GetProperty("recover_with_32767_of_65536").GetString()!;
        ErasureCodingException refused = Assert.Throws<ErasureCodingException>(() => coding.Recover(shards, present, recovered));
        Assert.Equal(expected, $"Err(\"{refused.Message}\")");
        Assert.Throws<ErasureCodingException>(() => coding.RecoverPolynomial(shards, present));
        Assert.Throws<ErasureCodingException>(() => coding.RecoverSource(shards, present, recoveredSource));

        bool[] parityOnly = [.. Enumerable.Range(0, all.Length).Select(i => i % 2 == 1)];
        coding.RecoverSource(Erase(all, parityOnly), parityOnly, recoveredSource);
        Assert.Equal(record.GetProperty("recover_from_parity_only").GetBoolean(), recoveredSource.AsSpan().SequenceEqual(source));
    }

    [Fact]
    public void Small_sets_extend_as_in_the_reference()
    {
        Coding coding = new(16);
        int sets = 0;
        foreach (JsonElement toy in File.GetProperty("toy").EnumerateArray())
        {
            Scalar[] source = ScalarData.FromLabel(toy.GetProperty("label").GetString()!, toy.GetProperty("n").GetInt32());
            AssertHex(toy.GetProperty("source"), source);
            coding.Extend(source, source);
            AssertHex(toy.GetProperty("parity"), source);
            Assert.Equal(toy.GetProperty("parity_blake3").GetString(), ScalarData.Blake3Of(source));
            sets++;
        }

        Assert.Equal(5, sets);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(128)]
    public void Any_half_recovers_and_fewer_do_not(int count)
    {
        Coding coding = new(8);
        Scalar[] source = ScalarData.FromLabel($"erasure-any-{count}", count);
        Scalar[] parity = new Scalar[count];
        coding.Extend(source, parity);
        Scalar[] all = ScalarData.Interleave(source, parity);
        Random random = new(count);
        for (int round = 0; round < 20; round++)
        {
            int[] positions = [.. Enumerable.Range(0, 2 * count)];
            random.Shuffle(positions);
            int known = round == 0 ? 2 * count : random.Next(count, (2 * count) + 1);
            bool[] present = new bool[2 * count];
            foreach (int position in positions.AsSpan(0, known))
            {
                present[position] = true;
            }

            Scalar[] shards = Erase(all, present);
            Scalar[] recovered = new Scalar[all.Length];
            coding.Recover(shards, present, recovered);
            Assert.Equal(all, recovered);
            Scalar[] recoveredSource = new Scalar[count];
            coding.RecoverSource(shards, present, recoveredSource);
            Assert.Equal(source, recoveredSource);

            ShardInterpolation one = ShardInterpolation.Create(2 * count, positions.AsSpan(0, count), positions[^1]);
            Assert.Equal(all[positions[^1]], one.Evaluate([.. one.Known.Select(position => all[position])]));
            Scalar[] sums = new Scalar[1];
            for (int i = 0; i < count; i++)
            {
                one.Accumulate(i, all.AsSpan(one.Known[i], 1), sums);
            }

            Assert.Equal(all[positions[^1]], sums[0]);
        }

        bool[] tooFew = new bool[2 * count];
        Array.Fill(tooFew, true, 0, count - 1);
        Assert.Throws<ErasureCodingException>(() => coding.RecoverPolynomial(all, tooFew));
    }

    [Fact]
    public void A_surplus_shard_that_contradicts_the_others_is_noticed()
    {
        Coding coding = new(8);
        Scalar[] source = ScalarData.FromLabel("erasure-contradiction", 8);
        Scalar[] parity = new Scalar[8];
        coding.Extend(source, parity);
        Scalar[] all = ScalarData.Interleave(source, parity);
        all[15] += Scalar.One;
        bool[] present = new bool[16];
        Array.Fill(present, true);
        Assert.Throws<ErasureCodingException>(() => coding.Recover(all, present, new Scalar[16]));
        present[3] = present[4] = false;
        Assert.Throws<ErasureCodingException>(() => coding.Recover(all, present, new Scalar[16]));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(1024)]
    public void A_source_shard_that_is_not_a_scalar_is_named(int count)
    {
        Coding coding = new(11);
        byte[] source = Bytes(ScalarData.FromLabel("erasure-not-a-scalar", count));
        Convert.FromHexString("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001").CopyTo(source, 5 * Scalar.Size);
        Assert.False(coding.TryExtend(source, new byte[source.Length], out int invalid));
        Assert.Equal(5, invalid);
        source[(5 * Scalar.Size) + 31] = 0;
        Assert.True(coding.TryExtend(source, new byte[source.Length], out _));
        Assert.Throws<ArgumentException>(() => coding.TryExtend(source.AsSpan(1), new byte[source.Length - 1], out _));
        Assert.Throws<ArgumentException>(() => coding.TryExtend(source, new byte[source.Length - 32], out _));
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        Coding coding = new(4);
        Assert.Equal(16, coding.MaxShards);
        Assert.Throws<ArgumentException>(() => coding.Extend(new Scalar[3], new Scalar[3]));
        Assert.Throws<ArgumentException>(() => coding.Extend(new Scalar[16], new Scalar[16]));
        Assert.Throws<ArgumentException>(() => coding.Extend([], []));
        Assert.Throws<ArgumentException>(() => coding.Extend(new Scalar[4], new Scalar[8]));
        Assert.Throws<ArgumentException>(() => coding.Recover(new Scalar[8], new bool[7], new Scalar[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Coding(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Coding(17));
        Assert.Throws<ArgumentException>(() => ShardInterpolation.Create(4, [1, 1], 0));
        Assert.Throws<ArgumentException>(() => ShardInterpolation.Create(4, [1, 4], 0));
        Assert.Throws<ArgumentException>(() => ShardInterpolation.Create(4, [1], 0));
    }

    private static byte[] Bytes(Scalar[] scalars) => [.. scalars.SelectMany(scalar => scalar.ToBytes())];

    private static bool[] RandomHalf(int number)
    {
        byte[] keys = Vectors.Bytes($"ec-erase-{number}", 65536);
        bool[] present = new bool[65536];
        foreach (int position in Enumerable.Range(0, 65536).OrderBy(position => keys[position]).ThenBy(position => position).Take(32768))
        {
            present[position] = true;
        }

        return present;
    }

    // What is absent must not be read: it holds a value that would spoil the result.
    private static Scalar[] Erase(Scalar[] all, bool[] present) =>
        [.. all.Select((shard, position) => present[position] ? shard : Scalar.FromUInt64((ulong)position))];

    private static void AssertHex(JsonElement expected, ReadOnlySpan<Scalar> actual)
    {
        Assert.NotEqual(0, expected.GetArrayLength());
        for (int i = 0; i < expected.GetArrayLength(); i++)
        {
            Assert.Equal(expected[i].GetString(), actual[i].ToString());
        }
    }
}
