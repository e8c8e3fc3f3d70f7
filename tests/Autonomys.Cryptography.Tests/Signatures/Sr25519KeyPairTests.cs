using System.Text.Json;
using Autonomys.Cryptography.Signatures;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.Cryptography.Tests.Signatures;

public class Sr25519KeyPairTests
{
    private static readonly JsonElement Vector = Vectors.Json("primitives.json").GetProperty("reward_signature");

    [Fact]
    public void Mini_secret_expands_to_the_keys_of_the_vector()
    {
        Sr25519KeyPair pair = Sr25519KeyPair.FromMiniSecret(Vector.Hex("mini_secret"));

        Assert.Equal(Vectors.Bytes("farmer-seed", 32), Vector.Hex("mini_secret"));
        Assert.Equal(Vector.Hex("public_key"), pair.PublicKey.ToArray());
        Assert.Equal(Vector.Hex("secret_key_bytes(key||nonce)"), pair.ToSecretBytes());
        Assert.Equal(Vector.Hex("secret_ed25519_bytes"), pair.ToEd25519Bytes());
        Assert.Equal(Vector.Hex("public_key_hash"), Blake3.Hash(pair.PublicKey.AsSpan()).ToArray());
    }

    [Fact]
    public void Signature_of_the_vector_is_valid_for_its_hash_alone()
    {
        PublicKey key = PublicKey.From(Vector.Hex("public_key"));
        Blake3Hash hash = Blake3Hash.From(Vector.Hex("hash"));
        RewardSignature signature = RewardSignature.From(Vector.Hex("signature"));

        Assert.Equal(Vector.GetProperty("check_reward_signature").GetBoolean(), RewardSigning.IsValid(key, hash, signature));
        Assert.Equal(Vector.GetProperty("check_other_hash").GetBoolean(), RewardSigning.IsValid(key, default, signature));
        for (int position = 0; position < Sr25519KeyPair.SignatureSize; position++)
        {
            byte[] corrupted = Vector.Hex("signature");
            corrupted[position] ^= 1;
            Assert.Equal(
                Vector.GetProperty("check_corrupted").GetBoolean(),
                RewardSigning.IsValid(key, hash, RewardSignature.From(corrupted)));
        }
    }

    [Theory]
    // The development accounts of Substrate chains: root phrase, //Alice and //Bob.
    [InlineData("fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e", "46ebddef8cd9bb167dc30878d7113b7e168e6f0646beffd77d69d39bad76b47a")]
    [InlineData("e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a", "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")]
    [InlineData("398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89", "8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48")]
    public void Well_known_mini_secrets_give_well_known_keys(string miniSecret, string publicKey) =>
        Assert.Equal(publicKey, Sr25519KeyPair.FromMiniSecret(Convert.FromHexString(miniSecret)).PublicKey.ToString());

    [Fact]
    public void Entropy_is_stretched_as_substrate_wallets_do()
    {
        // First entry of substrate-bip39's own test vectors (password "Substrate").
        Assert.Equal(
            "44e9d125f037ac1d51f0a7d3649689d422c2af8b1ec8e00d71db4d7bf6d127e3",
            Convert.ToHexStringLower(Sr25519KeyPair.MiniSecretFromEntropy(new byte[16], "Substrate")));

        // "bottom drive obey lake curtain smoke basket hold race lonely fit walk", no password.
        byte[] entropy = Convert.FromHexString("1a486a5fbe53639984cb64b070755f7b");
        Assert.Equal(
            "46ebddef8cd9bb167dc30878d7113b7e168e6f0646beffd77d69d39bad76b47a",
            Sr25519KeyPair.FromEntropy(entropy).PublicKey.ToString());
    }

    [Fact]
    public void Signatures_differ_and_all_are_valid_in_their_context_alone()
    {
        Sr25519KeyPair pair = Sr25519KeyPair.FromMiniSecret(Vectors.Bytes("signing test", 32));
        Bytes64 first = pair.Sign("one"u8, "message"u8);
        Bytes64 second = pair.Sign("one"u8, "message"u8);

        Assert.NotEqual(first, second);
        Assert.Equal(0x80, first[63] & 0x80);
        foreach (Bytes64 signature in new[] { first, second })
        {
            Assert.True(Sr25519KeyPair.Verify(pair.PublicKey, "one"u8, "message"u8, signature.AsSpan()));
            Assert.False(Sr25519KeyPair.Verify(pair.PublicKey, "two"u8, "message"u8, signature.AsSpan()));
            Assert.False(Sr25519KeyPair.Verify(pair.PublicKey, "one"u8, "massage"u8, signature.AsSpan()));
        }
    }

    [Fact]
    public void Malformed_signatures_and_keys_are_refused()
    {
        PublicKey key = PublicKey.From(Vector.Hex("public_key"));
        byte[] hash = Vector.Hex("hash");
        byte[] good = Vector.Hex("signature");
        byte[] largeScalar = [.. good[..32], .. Enumerable.Repeat((byte)0xff, 32)];
        byte[] sameScalarPlusOrder = AddOrder(good);

        Assert.False(Sr25519KeyPair.Verify(key, RewardSigning.Context, hash, []));
        Assert.False(Sr25519KeyPair.Verify(key, RewardSigning.Context, hash, good.AsSpan(0, 63)));
        Assert.False(Sr25519KeyPair.Verify(key, RewardSigning.Context, hash, (byte[])[.. good, 0]));
        Assert.False(Sr25519KeyPair.Verify(key, RewardSigning.Context, hash, largeScalar));
        Assert.False(Sr25519KeyPair.Verify(key, RewardSigning.Context, hash, sameScalarPlusOrder));
        Assert.False(Sr25519KeyPair.Verify(default, RewardSigning.Context, hash, good));
        Assert.False(Sr25519KeyPair.Verify(PublicKey.From(Enumerable.Repeat((byte)0xff, 32).ToArray()), RewardSigning.Context, hash, good));
        Assert.Throws<ArgumentException>(() => Sr25519KeyPair.FromMiniSecret(new byte[31]));
        Assert.Throws<ArgumentException>(() => Sr25519KeyPair.FromEntropy(new byte[33]));
    }

    private static byte[] AddOrder(byte[] signature)
    {
        byte[] order = Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        byte[] changed = [.. signature];
        int carry = 0;
        for (int i = 0; i < 32; i++)
        {
            carry += changed[32 + i] + order[i];
            changed[32 + i] = (byte)carry;
            carry >>= 8;
        }

        return changed;
    }
}
