using Autonomys.DevChain.Blocks;
using Autonomys.DevChain.Import;
using Autonomys.DevChain.State;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.ProofOfTime;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.DevChain.Tests;

public sealed class SignedBlockTests
{
    /// <summary>
    /// Written by hand from the SCALE rules: hash, compact number, two hashes, compact count of digest items, each with its variant byte,
    /// engine and length-prefixed data; compact count of length-prefixed extrinsics; the option of justifications.
    /// </summary>
    [Fact]
    public void Encodes_as_the_network_does()
    {
        SignedBlock block = new(
            new BlockHeader(
                Filled(0x11),
                300,
                Filled(0x22),
                Filled(0x33),
                [
                    new(DigestKind.PreRuntime, DigestItem.SubspaceEngine, [0xaa, 0xbb]),
                    ConsensusDigest.SolutionRange(new SolutionRange(0x0102030405060708)),
                    ConsensusDigest.PotSlotIterations(16),
                    new(DigestKind.Seal, DigestItem.SubspaceEngine, [0xcc]),
                    new(DigestKind.Other, 0, [0xdd]),
                    new(DigestKind.RuntimeEnvironmentUpdated, 0, []),
                ]),
            [[1, 2, 3], []],
            [new Justification(DigestItem.SubspaceEngine, [9])]);
        string expected =
            new string('1', 64) + "b104" + new string('2', 64) + new string('3', 64) + "18"
            + "06" + "5355425f" + "08" + "aabb"
            + "04" + "5355425f" + "24" + "01" + "0807060504030201"
            + "04" + "5355425f" + "14" + "00" + "10000000"
            + "05" + "5355425f" + "04" + "cc"
            + "00" + "04" + "dd"
            + "08"
            + "08" + "0c" + "010203" + "00"
            + "01" + "04" + "5355425f" + "04" + "09";

        Assert.Equal(expected, Convert.ToHexStringLower(Scale.Encode(block)));
        Assert.Equal(expected, Convert.ToHexStringLower(Scale.Encode(Scale.Decode<SignedBlock>(Convert.FromHexString(expected)))));
    }

    [Fact]
    public void A_pre_digest_is_slot_solution_and_two_proofs_of_time_with_version_bytes()
    {
        Solution solution = TestChain.Solution("digest");
        PreDigest preDigest = new(new(0x0102), solution, PotOutput.From(Vectors.Bytes("pot", 16)), PotOutput.From(Vectors.Bytes("future", 16)));
        string expected = "00" + "0201000000000000" + Convert.ToHexStringLower(Scale.Encode(solution)) + "00"
            + Convert.ToHexStringLower(Vectors.Bytes("pot", 16)) + Convert.ToHexStringLower(Vectors.Bytes("future", 16));

        Assert.Equal(expected, Convert.ToHexStringLower(Scale.Encode(preDigest)));
        Assert.Equal(preDigest, PreDigest.Of(new BlockHeader(default, 1, default, default, [preDigest.ToDigestItem()])));
    }

    [Fact]
    public void A_hash_is_blake2b_of_the_encoded_header_and_a_seal_changes_it()
    {
        BlockHeader header = new(default, 0, default, default, []);

        // Python: hashlib.blake2b(bytes(32) + b"\0" + bytes(64) + b"\0", digest_size=32).
        Assert.Equal("dcdd89927d8a348e00257e1ecc8617f45edb5118efff3ea2f9961b2ad9b7690a", header.Hash().ToString());
        BlockHeader sealedHeader = header with { Digest = [ConsensusDigest.Seal(default)] };
        Assert.NotEqual(header.Hash(), sealedHeader.Hash());
        Assert.Equal(header.Hash(), sealedHeader.WithoutSeal().Hash());
    }

    [Fact]
    public void Truncated_and_damaged_blocks_never_throw_and_truncated_ones_are_refused()
    {
        SignedBlock block = Sample();
        byte[] encoded = Scale.Encode(block);
        Random random = new(3);
        for (int i = 0; i < 500; i++)
        {
            Assert.False(Scale.TryDecode<SignedBlock>(encoded.AsSpan(0, random.Next(encoded.Length)), out _));
            byte[] damaged = (byte[])encoded.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 + random.Next(255));
            if (Scale.TryDecode<SignedBlock>(damaged, out SignedBlock? read))
            {
                Assert.Equal(damaged, Scale.Encode(read));
            }
        }
    }

    [Fact]
    public void What_follows_the_genesis_block_is_not_read()
    {
        (SignedBlock genesis, ChainState state) = BlockExecutor.Genesis(ChainSpec.From(TestChain.Options("/tmp")));
        ScaleReader reader = new([.. Scale.Encode(genesis), .. Vectors.Bytes("filling", 100)]);

        Assert.True(SignedBlock.TryDecode(ref reader, out SignedBlock? read));
        Assert.Equal(100, reader.Remaining);
        Assert.Equal(state.GenesisHash, read.Header.Hash());
    }

    private static SignedBlock Sample() => new(
        new BlockHeader(Filled(1), 77, Filled(2), Filled(3), [ConsensusDigest.PotSlotIterations(32)]),
        [
            Extrinsics.Timestamp(1_700_000_000_000),
            Extrinsics.Import(new ImportedChunk("a/b", 3, 0, Blake3.Hash("abc"u8), "abc"u8.ToArray())),
        ],
        [new Justification(DigestItem.SubspaceEngine, Scale.Encode(new PotJustification(default, [default])))]);

    private static Bytes32 Filled(byte value) => Bytes32.From([.. Enumerable.Repeat(value, 32)]);
}
