using Autonomys.Archiving.Blocks;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.Archiving.Tests.Blocks;

public class ArchivedBlockEncodingTests
{
    [Fact]
    public void Genesis_is_followed_by_the_key_stream_of_its_state_root()
    {
        byte[] block = Vectors.Bytes("genesis", 100);

        // The first bytes of ChaCha with 8 rounds under a key of zeros, as published with the cipher's test vectors.
        byte[] extended = ArchivedBlockEncoding.ExtendGenesis(block, default);

        Assert.Equal(SegmentLayout.RecordedSize, extended.Length);
        Assert.Equal(block, extended[..100]);
        Assert.Equal(
            "3e00ef2f895f40d67f5bb8e81f09a5a12c840ec3ce9a7f3b181be188ef711a1e984ce172b9216f419f445367456d5619314a42a3da86b001387bfdb80e0cfe42",
            Convert.ToHexStringLower(extended.AsSpan(100, 64)));
        Assert.False(extended.AsSpan(^64..).SequenceEqual(extended.AsSpan(100, 64)));
        byte[] other = ArchivedBlockEncoding.ExtendGenesis(block, Blake3.Hash(block));
        Assert.False(other.AsSpan(100, 64).SequenceEqual(extended.AsSpan(100, 64)));
    }

    [Fact]
    public void Genesis_that_fills_the_segment_stays_as_it_is_and_a_larger_one_is_refused()
    {
        byte[] block = new byte[SegmentLayout.RecordedSize + 1];
        block[5] = 1;
        Assert.True(ArchivedBlockEncoding.ExtendGenesis(block.AsSpan(1), default).AsSpan().SequenceEqual(block.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => ArchivedBlockEncoding.ExtendGenesis(block, default));
    }

    [Fact]
    public void Only_readable_justifications_of_the_network_are_kept()
    {
        byte[] seedAndTwo = [0, .. new byte[16], 2 << 2, .. new byte[2 * 128]];
        Assert.True(ArchivedBlockEncoding.KeepsJustification("SUB_"u8, seedAndTwo));
        Assert.True(ArchivedBlockEncoding.KeepsJustification("SUB_"u8, [.. seedAndTwo, 1]));
        Assert.False(ArchivedBlockEncoding.KeepsJustification("SUB_"u8, seedAndTwo.AsSpan(0, seedAndTwo.Length - 1)));
        Assert.False(ArchivedBlockEncoding.KeepsJustification("SUB_"u8, [1, .. seedAndTwo.AsSpan(1)]));
        Assert.False(ArchivedBlockEncoding.KeepsJustification("SUB_"u8, []));
        Assert.False(ArchivedBlockEncoding.KeepsJustification("SUB_"u8, [0, .. new byte[16], 0xfe, 0xff, 0xff, 0xff]));
        Assert.False(ArchivedBlockEncoding.KeepsJustification("FRNK"u8, seedAndTwo));
        Assert.False(ArchivedBlockEncoding.KeepsJustification("SUB"u8, seedAndTwo));
    }
}
