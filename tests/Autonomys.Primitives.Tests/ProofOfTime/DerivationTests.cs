using System.Text.Json;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.ProofOfTime;
using Autonomys.Testing;

namespace Autonomys.Primitives.Tests.ProofOfTime;

/// <summary>What follows from seeds and outputs; the proofs themselves are checked where they are made.</summary>
public sealed class DerivationTests
{
    [Fact]
    public void Derivations_from_proofs_equal_the_vectors()
    {
        JsonElement file = Vectors.Json("pot.json");
        JsonElement[] proofs = [.. file.GetProperty("proofs").EnumerateArray()];
        Assert.Equal(PotCheckpoints.Count, file.GetProperty("num_checkpoints").GetInt32());
        Assert.Equal(file.GetProperty("key_of_seed_0").GetString(), PotSeed.From(proofs[0].Hex("seed")).Key().ToString());
        foreach (JsonElement proof in proofs)
        {
            Assert.Equal(proof.Hex("key"), PotSeed.From(proof.Hex("seed")).Key().ToArray());

            PotOutput[] outputs = [.. proof.GetProperty("checkpoints").EnumerateArray().Select(checkpoint => PotOutput.From(checkpoint.Hex()))];
            PotCheckpoints checkpoints = PotCheckpoints.From(outputs);
            Assert.Equal(proof.Hex("checkpoints_scale"), Scale.Encode(checkpoints));
            Assert.Equal(checkpoints, Scale.Decode<PotCheckpoints>(proof.Hex("checkpoints_scale")));
            PotOutput output = checkpoints.Output;
            Assert.Equal(proof.Hex("output"), output.ToArray());

            Assert.Equal(proof.Hex("next_seed"), output.Seed().ToArray());
            Assert.Equal(proof.Hex("next_key"), output.Seed().Key().ToArray());
            PotSeed withEntropy = output.SeedWithEntropy(Blake3Hash.From(proof.Hex("entropy")));
            Assert.Equal(proof.Hex("next_seed_with_entropy"), withEntropy.ToArray());
            Assert.Equal(proof.Hex("next_key_with_entropy"), withEntropy.Key().ToArray());

            Assert.Equal(proof.Hex("global_randomness"), output.DeriveGlobalRandomness().ToArray());
            foreach (JsonElement slot in proof.GetProperty("global_challenges").EnumerateArray())
            {
                Assert.Equal(slot.Hex("global_challenge"), output.DeriveGlobalChallenge(new(slot.GetProperty("slot").GetUInt64())).ToArray());
            }
        }
    }

    [Fact]
    public void Entropy_and_first_seed_equal_the_vectors()
    {
        JsonElement entropy = Vectors.Json("pot.json").GetProperty("derive_pot_entropy");
        Assert.Equal(
            entropy.Hex("entropy"),
            PotOutput.From(entropy.Hex("proof_of_time")).DeriveEntropy(Bytes32.From(entropy.Hex("chunk"))).ToArray());

        JsonElement genesis = Vectors.Json("pot.json").GetProperty("from_genesis");
        byte[] hash = genesis.Hex("genesis_hash");
        Assert.Equal(genesis.Hex("seed"), PotSeed.FromGenesis(hash, genesis.Hex("external_entropy")).ToArray());
        Assert.Equal(genesis.Hex("seed_no_external"), PotSeed.FromGenesis(hash, []).ToArray());
    }
}
