using Autonomys.Farming.Farms.Space;
using CsCheck;

namespace Autonomys.Farming.Tests.Farms.Space;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0ul)]
    [InlineData("1", 1ul)]
    [InlineData("100G", 100_000_000_000ul)]
    [InlineData("100g", 100_000_000_000ul)]
    [InlineData("100GB", 100_000_000_000ul)]
    [InlineData("100 GB", 100_000_000_000ul)]
    [InlineData("100Gi", 107_374_182_400ul)]
    [InlineData("100GiB", 107_374_182_400ul)]
    [InlineData("100gib", 107_374_182_400ul)]
    [InlineData("1.5T", 1_500_000_000_000ul)]
    [InlineData("1.1TB", 1_100_000_000_000ul)]
    [InlineData("0.001KB", 1ul)]
    [InlineData("7.9999KiB", 8_191ul)]
    [InlineData("512B", 512ul)]
    [InlineData("2k", 2_000ul)]
    [InlineData("2M", 2_000_000ul)]
    [InlineData("2P", 2_000_000_000_000_000ul)]
    [InlineData("15EiB", 17_293_822_569_102_704_640ul)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData(".5K", 500ul)]
    [InlineData("5.K", 5_000ul)]
    public void Sizes_are_read_with_decimal_and_binary_units(string text, ulong bytes)
    {
        Assert.True(ByteSize.TryParse(text, out ulong parsed, out string? error), error);
        Assert.Equal(bytes, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("-1G")]
    [InlineData("1..5G")]
    [InlineData(".")]
    [InlineData("1,5G")]
    [InlineData("1.5")]
    [InlineData("100X")]
    [InlineData("100GBB")]
    [InlineData("100Gx")]
    [InlineData("100 G B")]
    [InlineData("1e3")]
    [InlineData("16EiB")]
    [InlineData("18446744073709551616")]
    [InlineData("99999999999999999999E")]
    public void What_is_not_a_size_is_refused_with_the_text(string text)
    {
        Assert.False(ByteSize.TryParse(text, out _, out string? error));
        Assert.Contains($"\"{text}\"", error);
    }

    [Fact]
    public void Any_text_is_read_or_refused() => Gen.String.Sample(text => ByteSize.TryParse(text, out _, out string? error) || error.Length > 0);

    [Theory]
    [InlineData(0ul, "0 B (0 B)")]
    [InlineData(999ul, "999 B (999 B)")]
    [InlineData(1000ul, "1000 B (1.00 kB)")]
    [InlineData(107_374_182_400ul, "100.00 GiB (107.37 GB)")]
    public void Sizes_are_shown_in_both_units(ulong bytes, string text) => Assert.Equal(text, ByteSize.Format(bytes));
}
