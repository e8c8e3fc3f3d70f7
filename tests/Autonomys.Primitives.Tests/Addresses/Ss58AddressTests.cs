using Autonomys.Primitives.Addresses;
using Autonomys.Primitives.Sectors;
using CsCheck;

namespace Autonomys.Primitives.Tests.Addresses;

public sealed class Ss58AddressTests
{
    private const string AliceAutonomys = "sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAj";

    /// <summary>The public key of the well-known test account //Alice.</summary>
    private static readonly PublicKey Alice = PublicKey.FromHex("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");

    /// <summary>Computed with Python from the format's definition; the beginnings for 42, 2254 and 6094 are also in protocol.md 4.4.</summary>
    [Theory]
    [InlineData(42, "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")]
    [InlineData(6094, "sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAj")]
    [InlineData(2254, "stB4S14whneyomiEa22Fu2PzVoibMB7n5PvBFUwafbCbRkC1K")]
    [InlineData(0, "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5")]
    [InlineData(63, "7NPoMQbiA6trJKkjB35uk96MeJD4PGWkLQLH7k7hXEkZpiba")]
    [InlineData(64, "cEaNSpz4PxFcZ7nT1VEKrKewH67rfx6MfcM6yKojyyPz7qaqp")]
    [InlineData(16383, "yNa8JpqfFB3q8A29rCwSgxvdU94ufJw2yKKxDgznS5m1PoFvn")]
    [InlineData(255, "yGHXkYLYqxijLKKfd9Q2CB9shRVu8rPNBS53wvwGTutYg4zTg")]
    [InlineData(256, "VByeGLMtP8r8BYQpNX1sb2VtAW8GYCbtFAeXJwsA2ur3MNRdq")]
    public void Alice_has_her_known_address_on_every_network(ushort prefix, string text)
    {
        Ss58Address address = Ss58Address.Parse(text);
        Assert.Equal(new Ss58Address(Alice, prefix), address);
        Assert.Equal(text, address.ToString());
    }

    [Fact]
    public void Addresses_are_written_for_Autonomys_unless_asked_otherwise() =>
        Assert.Equal(AliceAutonomys, new Ss58Address(Alice).ToString());

    [Fact]
    public void Any_key_and_prefix_survive()
    {
        Gen<ushort> prefixes = Gen.UShort[0, 16_383].Where(prefix => prefix is not (46 or 47));
        Gen.Select(Gen.Byte.Array[32], prefixes).Sample((bytes, prefix) =>
        {
            Ss58Address address = new(PublicKey.From(bytes), prefix);
            return Ss58Address.Parse(address.ToString()) == address;
        });
    }

    [Fact]
    public void Every_mistyped_character_is_noticed()
    {
        foreach (char other in "29Zz")
        {
            for (int i = 0; i < AliceAutonomys.Length; i++)
            {
                if (AliceAutonomys[i] != other)
                {
                    Assert.False(Ss58Address.TryParse($"{AliceAutonomys[..i]}{other}{AliceAutonomys[(i + 1)..]}", out _, out string? error));
                    Assert.NotEmpty(error);
                }
            }
        }
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGA0", "'0' as character 49")]
    [InlineData("sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAC", "checksum")]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKut", "bytes")]
    [InlineData("sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAjsufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAj", "98 characters")]
    [InlineData("5g1axYPrdA2VeKsqmz8WKpa8f3n4T9ou8Qv3f8BaeheH3ApS", "prefix 46")]
    [InlineData("5moFDXwG1SuDoPHJgX1XhiqZJXvMWLSRKMUBGopt7ZEmKmWa", "prefix 47")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "reserved byte")]
    public void What_is_wrong_is_said(string text, string expected)
    {
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Ss58Address.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_throws_anything_else()
    {
        Gen.String[0, 80].Sample(text => Ss58Address.TryParse(text, out _, out string? error) == (error is null));
        Gen.Char["123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"].Array[0, 80]
            .Sample(text => Ss58Address.TryParse(new string(text), out _, out string? error) == (error is null));
    }

    [Theory]
    [InlineData(46)]
    [InlineData(47)]
    [InlineData(16_384)]
    public void Reserved_prefixes_are_not_written(int prefix) =>
        Assert.Throws<InvalidOperationException>(() => new Ss58Address(Alice, (ushort)prefix).ToString());
}
