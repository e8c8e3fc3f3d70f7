using Autonomys.Cryptography.Signatures;

namespace Autonomys.Cryptography.Tests.Signatures;

public class TranscriptTests
{
    [Fact]
    public void Keccak_permutation_of_zeros_is_that_of_the_published_test_vector()
    {
        ulong[] state = new ulong[Keccak.Lanes];
        Keccak.Permute(state);
        Assert.Equal(0xF1258F7940E1DDE7UL, state[0]);
        Assert.Equal(0x84D5CCF933C0478AUL, state[1]);
        Assert.Equal(0xEAF1FF7B5CECA249UL, state[24]);
    }

    [Fact]
    public void Challenge_is_that_of_the_merlin_example()
    {
        MerlinTranscript transcript = new("test protocol"u8);
        transcript.Append("some label"u8, "some data"u8);
        byte[] challenge = new byte[32];
        transcript.Challenge("challenge"u8, challenge);
        Assert.Equal("d5a21972d0d5fe320c0d263fac7fffb8145aa640af6e9bca177c03c7efcf0615", Convert.ToHexStringLower(challenge));
    }
}
