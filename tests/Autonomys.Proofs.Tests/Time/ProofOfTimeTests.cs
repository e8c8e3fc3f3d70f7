using System.Text.Json;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.ProofOfTime;
using Autonomys.Primitives.Solutions;
using Autonomys.Proofs.Time;
using Autonomys.Testing;

namespace Autonomys.Proofs.Tests.Time;

public class ProofOfTimeTests
{
    private static readonly JsonElement Vector = Vectors.Json("pot.json");

    public static TheoryData<int> Proofs => [.. Enumerable.Range(0, Vector.GetProperty("proofs").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Proofs))]
    public void Proof_and_all_that_is_derived_from_it_are_those_of_the_vector(int index)
    {
        JsonElement proof = Vector.GetProperty("proofs")[index];
        PotSeed seed = PotSeed.From(proof.Hex("seed"));
        uint iterations = proof.GetProperty("iterations").GetUInt32();
        PotCheckpoints checkpoints = ProofOfTime.Prove(seed, iterations);

        Assert.Equal(proof.Hex("key"), seed.Key().ToArray());
        JsonElement outputs = proof.GetProperty("checkpoints");
        Assert.Equal(PotCheckpoints.Count, outputs.GetArrayLength());
        for (int i = 0; i < PotCheckpoints.Count; i++)
        {
            Assert.Equal(outputs[i].Hex(), checkpoints[i].ToArray());
        }

        Assert.Equal(proof.Hex("checkpoints_scale"), Scale.Encode(checkpoints));
        PotOutput output = checkpoints.Output;
        Blake3Hash entropy = Blake3Hash.From(proof.Hex("entropy"));
        Assert.Equal(proof.Hex("output"), output.ToArray());
        Assert.Equal(proof.Hex("next_seed"), output.Seed().ToArray());
        Assert.Equal(proof.Hex("next_key"), output.Seed().Key().ToArray());
        Assert.Equal(proof.Hex("next_seed_with_entropy"), output.SeedWithEntropy(entropy).ToArray());
        Assert.Equal(proof.Hex("next_key_with_entropy"), output.SeedWithEntropy(entropy).Key().ToArray());
        Assert.Equal(proof.Hex("global_randomness"), output.DeriveGlobalRandomness().ToArray());
        foreach (JsonElement challenge in proof.GetProperty("global_challenges").EnumerateArray())
        {
            Assert.Equal(
                challenge.Hex("global_challenge"),
                output.DeriveGlobalChallenge(new SlotNumber(challenge.GetProperty("slot").GetUInt64())).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Proofs))]
    public void Verification_says_what_the_vector_says(int index)
    {
        JsonElement proof = Vector.GetProperty("proofs")[index];
        PotSeed seed = PotSeed.From(proof.Hex("seed"));
        uint iterations = proof.GetProperty("iterations").GetUInt32();
        PotCheckpoints checkpoints = Scale.Decode<PotCheckpoints>(proof.Hex("checkpoints_scale"));

        Assert.Equal(proof.GetProperty("verify").GetBoolean(), ProofOfTime.Verify(seed, iterations, checkpoints));
        Assert.False(ProofOfTime.Verify(seed, iterations + 16, checkpoints));
        for (int i = 0; i < PotCheckpoints.Count; i++)
        {
            PotCheckpoints corrupted = checkpoints;
            byte[] bytes = corrupted[i].ToArray();
            bytes[i] ^= 1;
            corrupted[i] = PotOutput.From(bytes);
            Assert.Equal(
                proof.GetProperty("verify_corrupted_checkpoint_3").GetBoolean(), ProofOfTime.Verify(seed, iterations, corrupted));
        }
    }

    [Fact]
    public void Entropy_genesis_seed_and_key_are_those_of_the_vector()
    {
        JsonElement entropy = Vector.GetProperty("derive_pot_entropy");
        Assert.Equal(
            entropy.Hex("entropy"),
            PotOutput.From(entropy.Hex("proof_of_time")).DeriveEntropy(Bytes32.From(entropy.Hex("chunk"))).ToArray());

        JsonElement genesis = Vector.GetProperty("from_genesis");
        byte[] hash = genesis.Hex("genesis_hash");
        Assert.Equal(genesis.Hex("seed"), PotSeed.FromGenesis(hash, genesis.Hex("external_entropy")).ToArray());
        Assert.Equal(genesis.Hex("seed_no_external"), PotSeed.FromGenesis(hash, []).ToArray());

        JsonElement first = Vector.GetProperty("proofs")[0];
        Assert.Equal(Vector.Hex("key_of_seed_0"), PotSeed.From(first.Hex("seed")).Key().ToArray());
        Assert.Equal(PotCheckpoints.Count, Vector.GetProperty("num_checkpoints").GetInt32());
    }

    [Fact]
    public void Iterations_that_do_not_divide_are_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ProofOfTime.Prove(default, 1025));
        Assert.StartsWith(Vector.GetProperty("not_multiple_error").GetString()!, error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ProofOfTime.Prove(default, 0));
        Assert.Throws<ArgumentException>(() => ProofOfTime.Prove(default, 8));
        Assert.False(ProofOfTime.Verify(default, 0, default));
        Assert.False(ProofOfTime.Verify(default, 1025, default));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1022)]
    [InlineData(1024)]
    [InlineData(1026)]
    [InlineData(4096)]
    public void Plain_and_hardware_chains_agree(uint step)
    {
        Assert.SkipUnless(AesChain.IsHardwareSupported, "This processor has no AES instructions that are used here.");
        byte[] seed = Vectors.Bytes("chain seed", 16);
        byte[] key = Vectors.Bytes("chain key", 16);
        byte[] plain = new byte[8 * 16];
        byte[] hardware = new byte[8 * 16];
        AesChain.Run(seed, key, step, plain);
        AesChain.RunHardware(seed, key, step, hardware);
        Assert.Equal(plain, hardware);

        byte[] eightPlain = Vectors.Bytes("eight blocks", 128);
        byte[] eightHardware = [.. eightPlain];
        AesChain.RunEight(eightPlain, key, step);
        AesChain.RunEightHardware(eightHardware, key, step);
        Assert.Equal(eightPlain, eightHardware);
    }

    [Fact]
    public void First_step_of_the_plain_chain_is_the_example_of_the_standard()
    {
        // FIPS 197, appendix C.1.
        byte[] output = new byte[16];
        AesChain.Run(
            Convert.FromHexString("00112233445566778899aabbccddeeff"),
            Convert.FromHexString("000102030405060708090a0b0c0d0e0f"),
            1,
            output);
        Assert.Equal("69c4e0d86a7b0430d8cdb78070b4c55a", Convert.ToHexStringLower(output));
    }
}
