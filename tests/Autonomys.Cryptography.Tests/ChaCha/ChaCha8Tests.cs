using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using Autonomys.Cryptography.ChaCha;
using Autonomys.Testing;
using Autonomys.Testing.Features;

namespace Autonomys.Cryptography.Tests.ChaCha;

/// <summary>The keystream: the published first block, and every wide form against one block after another.</summary>
public sealed class ChaCha8Tests
{
    [Fact]
    public void First_block_under_a_key_of_zeros_is_the_published_one()
    {
        byte[] keystream = new byte[2_048];
        ChaCha8.Keystream(new byte[ChaCha8.KeySize], keystream);
        Assert.Equal(
            "3e00ef2f895f40d67f5bb8e81f09a5a12c840ec3ce9a7f3b181be188ef711a1e984ce172b9216f419f445367456d5619314a42a3da86b001387bfdb80e0cfe42",
            Convert.ToHexStringLower(keystream.AsSpan(0, 64)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(1_024 + 65)]
    [InlineData(10_000)]
    public void Keystream_of_any_length_is_the_blocks_in_a_row(int length)
    {
        byte[] key = Vectors.Bytes("chacha", ChaCha8.KeySize);
        byte[] keystream = new byte[length];
        ChaCha8.Keystream(key, keystream);
        Assert.Equal(Blocks(key, 0, length), keystream);
    }

    [Fact]
    public void Eight_blocks_at_once_are_the_same_from_any_block_on()
    {
        byte[] key = Vectors.Bytes("chacha-8", ChaCha8.KeySize);
        foreach (uint counter in (uint[])[0, 5, uint.MaxValue - 20])
        {
            byte[] scalar = new byte[16 * ChaCha8.BlockSize];
            byte[] vector = new byte[scalar.Length];
            ChaCha8.KeystreamScalar(key, counter, scalar);
            ChaCha8.KeystreamVector256(key, counter, vector);
            Assert.Equal(Blocks(key, counter, scalar.Length), scalar);
            Assert.Equal(scalar, vector);
        }
    }

    [Fact]
    public void Vectors_are_only_used_where_the_processor_has_them() =>
        Assert.False(FeatureProbe.Current is FeatureSwitch.NoAvx2 or FeatureSwitch.NoHardwareIntrinsics && Vector256.IsHardwareAccelerated);

    private static byte[] Blocks(byte[] key, uint counter, int length)
    {
        byte[] all = new byte[(length + 63) / 64 * 64];
        uint[] words = new uint[ChaCha8.WordsPerBlock];
        for (int i = 0; i < all.Length; i += 4)
        {
            if (i % 64 == 0)
            {
                ChaCha8.Block(key, counter + (uint)(i / 64), words);
            }

            BinaryPrimitives.WriteUInt32LittleEndian(all.AsSpan(i), words[i / 4 % 16]);
        }

        return all[..length];
    }
}
