using System.Security.Cryptography;
using System.Text.Json;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Proofs.Space;
using Autonomys.Proofs.Space.Wide;
using Autonomys.Testing;

namespace Autonomys.Proofs.Tests.Space;

/// <summary>The proofs of the six seeds of pos.json, all of them.</summary>
public sealed class PosTableVectorTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, PosVectors.Seeds)];

    [Fact]
    public void The_file_is_about_the_network_s_parameters()
    {
        Assert.Equal(PosParameters.NetworkK, PosVectors.File.GetProperty("K").GetInt32());
        Assert.Equal(65_536, PosVectors.File.GetProperty("num_s_buckets").GetInt32());
        Assert.Equal(PosParameters.ProofSize(PosParameters.NetworkK), PosVectors.File.GetProperty("proof_size").GetInt32());
        Assert.Equal(PosVectors.Seeds, PosVectors.File.GetProperty("seeds").GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_proof_is_the_network_s(int seedNumber)
    {
        JsonElement expected = PosVectors.Case(seedNumber);
        PosSeed seed = PosVectors.Seed(seedNumber);
        Assert.Equal(Vectors.Bytes(expected.GetProperty("seed_label").GetString()!, 32), seed.ToArray());
        using PosTableGenerator generator = new();
        PosTable table = generator.Generate(seed);

        AssertBitmap(expected, table, seedNumber);
        AssertAllProofs(expected, table);
        AssertSeveralProofs(expected, table);
        AssertNegatives(expected, table, seed);

        // A quality may be asked of any y, not only of those that prove an s-bucket.
        AssertQualities(expected, generator.Generate(seed, 1, LaneWidths.Widest, lastMask: 0), seed);
    }

    /// <summary>The same for one seed: what reruns with narrower vectors repeat.</summary>
    [Fact]
    public void Every_proof_of_one_seed_is_the_network_s() => Every_proof_is_the_network_s(2);

    private static void AssertBitmap(JsonElement expected, PosTable table, int seedNumber)
    {
        byte[] bitmap = new byte[8_192];
        for (int i = 0; i < 65_536; i++)
        {
            if (table.HasProof(new SBucket((ushort)i)))
            {
                bitmap[i / 8] |= (byte)(1 << (i % 8));
            }
        }

        Assert.Equal(expected.GetProperty("num_proofs").GetInt32(), table.ProofCount);
        Assert.Equal(expected.Hex("bitmap_first_64_bytes"), bitmap[..64]);
        Assert.Equal(expected.GetProperty("bitmap_blake3").GetString(), Blake3.Hash(bitmap).ToString());
        Assert.Equal(File.ReadAllBytes(Vectors.PathOf($"pos-bitmap-{seedNumber}.bin")), bitmap);
        Assert.False(table.HasProof(new SBucket((ushort)expected.GetProperty("negative").GetProperty("first_absent_index").GetInt32())));
    }

    private static void AssertAllProofs(JsonElement expected, PosTable table)
    {
        SBucket[] sBuckets = new SBucket[65_536];
        sBuckets = sBuckets[..table.SelectProvable(sBuckets)];
        Assert.Equal(table.ProofCount, sBuckets.Length);
        byte[] proofs = new byte[sBuckets.Length * table.ProofSize];
        table.FindProofs(sBuckets, proofs);
        byte[] hashes = new byte[sBuckets.Length * 32];
        table.HashProofs(sBuckets, hashes);
        Assert.Equal(expected.GetProperty("all_proofs_blake3").GetString(), Blake3.Hash(proofs).ToString());
        Assert.Equal(expected.GetProperty("all_proof_hashes_blake3").GetString(), Blake3.Hash(hashes).ToString());

        byte[] proof = new byte[table.ProofSize];
        int position = 0;
        foreach (JsonElement first in expected.GetProperty("first_20").EnumerateArray())
        {
            SBucket sBucket = new((ushort)first.GetProperty("index").GetInt32());
            Assert.Equal(sBucket, sBuckets[position++]);
            Assert.True(table.TryFindProof(sBucket, proof));
            Assert.Equal(first.Hex("proof"), proof);
            Assert.Equal(first.GetProperty("proof_hash").GetString(), Blake3.Hash(proof).ToString());
        }
    }

    private static void AssertSeveralProofs(JsonElement expected, PosTable table)
    {
        foreach (JsonElement several in expected.GetProperty("indices_with_several_proofs").EnumerateArray())
        {
            SBucket sBucket = new((ushort)several.GetProperty("index").GetInt32());
            IEnumerable<byte[]> wanted = several.GetProperty("proofs_in_table_order").EnumerateArray().Select(proof => proof.Hex());
            Assert.Equal(wanted, table.FindAllProofs(PosParameters.ChallengeBits(table.K, sBucket)));
        }
    }

    /// <summary>The quality of a proof is SHA-256 of the challenge and of the two x values that its last five bits choose.</summary>
    private static void AssertQualities(JsonElement expected, PosTable table, PosSeed seed)
    {
        foreach (JsonElement quality in expected.GetProperty("quality").EnumerateArray())
        {
            byte[] challenge = quality.Hex("challenge");
            uint bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(challenge) >> (32 - table.K);
            List<byte[]> proofs = table.FindAllProofs(bits);
            int pair = (challenge[31] & 31) * 5;
            Assert.Equal(quality.GetProperty("num_proofs").GetInt32(), proofs.Count);
            Assert.Equal(quality.Hex("first_proof"), proofs[0]);
            Assert.Equal(
                quality.GetProperty("qualities").EnumerateArray().Select(value => value.Hex()),
                proofs.Select(proof => SHA256.HashData([.. challenge, .. proof[pair..(pair + 5)]])));
            // The network has no use for a quality at verification; its function for it answers nothing.
            Assert.Equal(JsonValueKind.Null, quality.GetProperty("verify_quality").ValueKind);
            Assert.All(proofs, proof => Assert.True(PosVerifier.IsValid(seed, bits, proof, table.K)));
        }
    }

    private static void AssertNegatives(JsonElement expected, PosTable table, PosSeed seed)
    {
        JsonElement negative = expected.GetProperty("negative");
        SBucket sBucket = new((ushort)expected.GetProperty("first_20")[0].GetProperty("index").GetInt32());
        byte[] proof = new byte[table.ProofSize];
        Assert.True(table.TryFindProof(sBucket, proof));
        Assert.Equal(expected.GetProperty("is_proof_valid_on_sample").GetBoolean(), PosVerifier.IsValid(seed, sBucket, proof));

        SBucket wrong = new((ushort)(sBucket.Value + 1));
        Assert.Equal(negative.GetProperty("wrong_index").GetBoolean(), PosVerifier.IsValid(seed, wrong, proof));
        Assert.Equal(negative.GetProperty("zero_proof").GetBoolean(), PosVerifier.IsValid(seed, sBucket, new byte[proof.Length]));
        proof[0] ^= 1;
        Assert.Equal(negative.GetProperty("first_byte_xor1").GetBoolean(), PosVerifier.IsValid(seed, sBucket, proof));
        proof[0] ^= 1;
        proof[^1] ^= 1;
        Assert.Equal(negative.GetProperty("last_byte_xor1").GetBoolean(), PosVerifier.IsValid(seed, sBucket, proof));
    }
}
