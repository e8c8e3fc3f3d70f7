using System.Text.Json;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Kzg;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Testing;
using Coding = Autonomys.Cryptography.ErasureCoding.ErasureCoding;
using Scheme = Autonomys.Cryptography.Kzg.Kzg;

namespace Autonomys.Cryptography.Tests.Kzg;

/// <summary>kzg.json and kzg-development.json, read whole, and the two shortcuts against the plain way.</summary>
/// <remarks>
/// One witness over a whole record is made for each file and compared; the others are verified, which says as much: under
/// a commitment the equation of the pairings has one solution in G1.
/// </remarks>
public class KzgTests
{
    private const string EthereumFile = "kzg.json";
    private const string DevelopmentFile = "kzg-development.json";

    public static TheoryData<string, int> Records =>
        new() { { DevelopmentFile, 0 }, { DevelopmentFile, 1 }, { DevelopmentFile, 2 }, { EthereumFile, 0 }, { EthereumFile, 1 }, { EthereumFile, 2 } };

    [Theory]
    [MemberData(nameof(Records))]
    public void Records_are_committed_and_proven_as_in_the_reference(string file, int number)
    {
        Scheme kzg = SchemeOf(file);
        JsonElement records = Vectors.Json(file).GetProperty("records");
        Assert.Equal(3, records.GetArrayLength());
        JsonElement record = records[number];
        Scalar[] values = ScalarData.FromLabel(record.GetProperty("label").GetString()!, 32768);
        Polynomial polynomial = kzg.Polynomial(values);
        byte[] commitment = record.Hex("commitment");
        Assert.Equal(commitment, kzg.Commit(polynomial).ToArray());
        Assert.Equal(record.GetProperty("commitment_hash_scalar(blake3_254)").GetString(), Blake3.Hash254ToScalar(commitment).ToString());

        int created = 0;
        foreach ((string name, int count) in new[] { ("num_values_32768", 32768), ("num_values_65536", 65536) })
        {
            foreach (JsonElement item in record.GetProperty(name).EnumerateArray())
            {
                int index = item.GetProperty("index").GetInt32();
                byte[] witness = item.Hex("witness");
                Scalar value = Scalar.FromBytes(item.Hex("value"));
                Assert.Equal(item.GetProperty("verify").GetBoolean(), kzg.Verify(commitment, count, index, value, witness));
                if (item.TryGetProperty("verify_wrong_index", out JsonElement wrongIndex))
                {
                    Assert.Equal(wrongIndex.GetBoolean(), kzg.Verify(commitment, count, index ^ 1, value, witness));
                    Assert.Equal(
                        item.GetProperty("verify_wrong_value").GetBoolean(),
                        kzg.Verify(commitment, count, index, value + Scalar.One, witness));
                }

                if (index == 777 && count == 65536)
                {
                    AssertFlipped(record.GetProperty("witness_777_last_byte_flipped").GetString()!, kzg, commitment, count, value, witness);
                }

                if (number == 0 && index is 777 && count == 65536)
                {
                    Assert.Equal(witness, kzg.CreateWitness(polynomial, count, index).ToArray());
                    created++;
                }

                Assert.Equal(value, polynomial.Evaluate(ScalarFft.ForSize(count).RootAt(index)));
            }
        }

        Assert.Equal(number == 0 ? 1 : 0, created);
    }

    [Theory]
    [InlineData(DevelopmentFile)]
    [InlineData(EthereumFile)]
    public void Small_sets_are_committed_and_proven_as_in_the_reference(string file)
    {
        Scheme kzg = SchemeOf(file);
        JsonElement root = Vectors.Json(file);
        int witnesses = 0;
        foreach (JsonElement small in root.GetProperty("small").EnumerateArray())
        {
            int count = small.GetProperty("n").GetInt32();
            Scalar[] values = ScalarData.FromLabel(small.GetProperty("label").GetString()!, count);
            if (small.GetProperty("scalars") is { ValueKind: JsonValueKind.Array } scalars)
            {
                Assert.Equal(scalars.EnumerateArray().Select(scalar => scalar.GetString()), values.Select(value => value.ToString()));
            }

            Polynomial polynomial = kzg.Polynomial(values);
            byte[] commitment = small.Hex("commitment");
            Assert.Equal(commitment, kzg.Commit(polynomial).ToArray());
            foreach (JsonElement item in small.GetProperty("witnesses").EnumerateArray())
            {
                int index = item.GetProperty("index").GetInt32();
                byte[] witness = kzg.CreateWitness(polynomial, count, index).ToArray();
                Assert.Equal(item.Hex("witness"), witness);
                Assert.Equal(item.GetProperty("verify").GetBoolean(), kzg.Verify(commitment, count, index, values[index], witness));
                Assert.False(kzg.Verify(commitment, count, index, values[index] + Scalar.One, witness));
                witnesses++;
            }
        }

        Assert.Equal(1 + 2 + 4 + 4, witnesses);
        Polynomial zero = kzg.Polynomial(new Scalar[8]);
        Assert.Equal(root.GetProperty("commitment_of_zero_polynomial").GetString(), kzg.Commit(zero).ToString());
    }

    [Fact]
    public void Witnesses_of_a_segment_made_together_equal_those_made_alone()
    {
        Scheme kzg = KzgSchemes.Development;
        Scalar[] values = ScalarData.FromLabel("kzg-small-256", 256);
        Polynomial polynomial = kzg.Polynomial(values);
        Bytes48[] together = kzg.CreateSegmentWitnesses(polynomial, threads: 2);
        Assert.Equal(256, together.Length);
        foreach (int index in new[] { 0, 1, 2, 128, 254, 255 })
        {
            Assert.Equal(kzg.CreateWitness(polynomial, 256, index), together[index]);
        }

        Bytes48 commitment = kzg.Commit(polynomial);
        KzgOpening[] openings = [.. together.Select((witness, index) => new KzgOpening(index, values[index], witness))];
        Assert.True(kzg.VerifyAll(commitment.AsSpan(), 256, openings));

        // The commitment of one coefficient needs no powers beyond the first: every witness is the identity.
        Polynomial constant = kzg.Polynomial([values[0]]);
        Assert.All(kzg.CreateSegmentWitnesses(constant), witness => Assert.Equal(0xc0, witness.AsSpan()[0]));
    }

    [Fact]
    public void Combined_verification_refuses_what_single_verification_refuses()
    {
        Scheme kzg = KzgSchemes.Development;
        Scalar[] values = ScalarData.FromLabel("kzg-combined", 16);
        Polynomial polynomial = kzg.Polynomial(values);
        byte[] commitment = kzg.Commit(polynomial).ToArray();
        KzgOpening[] openings = [.. values.Select((value, i) => new KzgOpening(i, value, kzg.CreateWitness(polynomial, 16, i)))];
        Assert.True(kzg.VerifyAll(commitment, 16, openings));
        Assert.True(kzg.VerifyAll(commitment, 16, []));
        Assert.True(kzg.VerifyAll(commitment, 16, openings.AsSpan(3, 1)));

        foreach (KzgOpening wrong in new[]
        {
            openings[5] with { Value = openings[5].Value + Scalar.One },
            openings[5] with { Index = 6 },
            openings[5] with { Index = 16 },
            openings[5] with { Witness = openings[6].Witness },
            openings[5] with { Witness = default },
        })
        {
            KzgOpening[] changed = [.. openings];
            changed[5] = wrong;
            Assert.False(kzg.VerifyAll(commitment, 16, changed));
            Assert.False(kzg.Verify(commitment, 16, wrong.Index, wrong.Value, wrong.Witness.AsSpan()));
        }

        // Two faults that cancel in a plain sum do not cancel in a random one.
        (openings[1], openings[2]) = (
            openings[1] with { Value = openings[1].Value + Scalar.One }, openings[2] with { Value = openings[2].Value - Scalar.One });
        Assert.False(kzg.VerifyAll(commitment, 16, openings));
        Assert.False(kzg.VerifyAll(new byte[48], 16, []));
    }

    [Fact]
    public void Two_openings_of_different_domains_hold_together_only_when_both_do()
    {
        Scheme kzg = KzgSchemes.Development;
        KzgClaim first = Claim("kzg-both-first", 16, 5);
        KzgClaim second = Claim("kzg-both-second", 64, 33);
        Assert.True(kzg.VerifyBoth(first, second));
        Assert.True(kzg.VerifyBoth(second, second));

        KzgClaim[] wrong =
        [
            first with { Value = first.Value + Scalar.One },
            first with { Index = 6 },
            first with { NumValues = 64 },
            first with { Commitment = second.Commitment },
            first with { Witness = second.Witness },
            first with { Witness = default },
            first with { Index = 16 },
        ];
        foreach (KzgClaim claim in wrong)
        {
            Assert.False(kzg.Verify(claim));
            Assert.False(kzg.VerifyBoth(claim, second));
            Assert.False(kzg.VerifyBoth(second, claim));
        }

        // What cancels in a plain sum does not in a random one.
        Assert.False(kzg.VerifyBoth(
            first with { Value = first.Value + Scalar.One }, second with { Value = second.Value - Scalar.One }));

        KzgClaim Claim(string label, int count, int index)
        {
            Scalar[] values = ScalarData.FromLabel(label, count);
            Polynomial polynomial = kzg.Polynomial(values);
            return new(kzg.Commit(polynomial), count, index, values[index], kzg.CreateWitness(polynomial, count, index));
        }
    }

    [Fact]
    public void Foreign_bytes_are_refused_without_an_exception()
    {
        Scheme kzg = KzgSchemes.Development;
        Scalar[] values = ScalarData.FromLabel("kzg-foreign", 4);
        Polynomial polynomial = kzg.Polynomial(values);
        byte[] commitment = kzg.Commit(polynomial).ToArray();
        byte[] witness = kzg.CreateWitness(polynomial, 4, 1).ToArray();
        Assert.True(kzg.Verify(commitment, 4, 1, values[1], witness));
        Assert.True(kzg.Verify(commitment, 3, 1, values[1], witness), "three values live in the domain of four");
        Assert.False(kzg.Verify(commitment, 4, 4, values[1], witness));
        Assert.False(kzg.Verify(commitment, 4, -1, values[1], witness));
        Assert.False(kzg.Verify(commitment, 0, 0, values[1], witness));
        Assert.False(kzg.Verify(commitment, 65537, 0, values[1], witness));
        Assert.False(kzg.Verify(commitment.AsSpan(1), 4, 1, values[1], witness));
        Assert.False(kzg.Verify(commitment, 4, 1, values[1], witness.AsSpan(1)));
        Assert.False(kzg.Verify(new byte[48], 4, 1, values[1], witness));
        byte[] ones = new byte[48];
        Array.Fill(ones, (byte)0xff);
        Assert.False(kzg.Verify(commitment, 4, 1, values[1], ones));
        Assert.Throws<ArgumentOutOfRangeException>(() => kzg.CreateWitness(polynomial, 4, 4));
        Assert.Throws<ArgumentException>(() => kzg.Commit(kzg.Polynomial(ScalarData.FromLabel("kzg-large", 65536))));
    }

    [Fact]
    public void Commitments_extend_as_in_the_reference()
    {
        JsonElement expected = Vectors.Json("erasure.json").GetProperty("extend_commitments");
        G1Affine[] source = [.. expected.GetProperty("source").EnumerateArray().Select(Point)];
        G1Affine[] all = new Coding(16).ExtendCommitments(source);
        Assert.Equal(expected.GetProperty("extended_256").EnumerateArray().Select(item => item.GetString()), all.Select(point => point.ToString()));
        byte[] bytes = [.. all.SelectMany(point => point.ToCompressed())];
        Assert.Equal(expected.GetProperty("extended_blake3").GetString(), Blake3.Hash(bytes).ToString());
        Assert.Equal(
            expected.GetProperty("source_at_even_positions").GetBoolean(), source.SequenceEqual(all.Where((_, position) => position % 2 == 0)));
    }

    [Fact]
    public void Commitments_of_the_erasure_vectors_are_those_of_the_source_records()
    {
        Scheme kzg = KzgSchemes.EthereumOrSkip();
        JsonElement erasure = Vectors.Json("erasure.json");
        JsonElement commitments = erasure.GetProperty("extend_commitments").GetProperty("source");
        for (int i = 0; i < commitments.GetArrayLength(); i++)
        {
            Polynomial polynomial = kzg.Polynomial(ScalarData.FromLabel($"ec-commitment-{i}", 8));
            Assert.Equal(commitments[i].GetString(), kzg.Commit(polynomial).ToString());
        }

        // Recovered polynomials equal the records' own (see the tests of erasure coding), whose commitments kzg.json has as well.
        JsonElement records = Vectors.Json(EthereumFile).GetProperty("records");
        foreach ((JsonElement record, JsonElement same) in erasure.GetProperty("records").EnumerateArray().Zip(records.EnumerateArray()))
        {
            Assert.Equal(same.GetProperty("label").GetString(), record.GetProperty("label").GetString());
            Assert.Equal(same.GetProperty("commitment").GetString(), record.GetProperty("commitment_of_poly").GetString());
            Assert.Equal(same.GetProperty("commitment").GetString(), record.GetProperty("commitment_of_recover_poly").GetString());
        }
    }

    // The reference tells bytes that are no point from a false proof; here both are false, and the parser tells them apart.
    private static void AssertFlipped(string expected, Scheme kzg, byte[] commitment, int count, Scalar value, byte[] witness)
    {
        byte[] flipped = [.. witness];
        flipped[^1] ^= 1;
        Assert.Equal(expected == "Ok(false)", G1Affine.TryFromCompressedUnchecked(flipped, out _));
        Assert.Equal(expected != "Ok(false)", expected == "Err(\"Failed to uncompress\")");
        Assert.False(kzg.Verify(commitment, count, 777, value, flipped));
    }

    private static G1Affine Point(JsonElement hex)
    {
        Assert.True(G1Affine.TryFromCompressed(hex.Hex(), out G1Affine point));
        return point;
    }

    private static Scheme SchemeOf(string file) => file == EthereumFile ? KzgSchemes.EthereumOrSkip() : KzgSchemes.Development;
}
