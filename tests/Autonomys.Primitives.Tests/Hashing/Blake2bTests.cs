using System.Text;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Primitives.Tests.Hashing;

/// <summary>Expected values are those of Python's hashlib; "abc" is also in RFC 7693, appendix A.</summary>
public sealed class Blake2bTests
{
    [Theory]
    [InlineData("abc", 64, "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923")]
    [InlineData("", 32, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")]
    public void Known_hashes(string text, int length, string expected)
    {
        byte[] output = new byte[length];
        Blake2b.Hash(Encoding.ASCII.GetBytes(text), output);
        Assert.Equal(expected, Convert.ToHexStringLower(output));
    }

    [Fact]
    public void Every_length_of_input_and_output()
    {
        List<byte> all = [];
        for (int length = 0; length < 400; length++)
        {
            byte[] input = new byte[length];
            for (int i = 0; i < length; i++)
            {
                input[i] = (byte)((7 * i) + 3);
            }

            byte[] output = new byte[1 + (length % 64)];
            Blake2b.Hash(input, output);
            all.AddRange(output);
        }

        byte[] hash = new byte[64];
        Blake2b.Hash(all.ToArray(), hash);
        Assert.Equal(
            "6a386f61d36ad2a9919a9deb5cf3bf1685e42920d76dfc919c63cd138bb8d74e3095df0b045675531a4bbb3f34dc9bf023d68a21c4f5e9fb2540b013b62b0afd",
            Convert.ToHexStringLower(hash));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void Impossible_output_lengths_are_refused(int length) =>
        Assert.Throws<ArgumentException>(() => Blake2b.Hash([], new byte[length]));
}
