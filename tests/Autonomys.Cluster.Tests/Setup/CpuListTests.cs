using Autonomys.Cluster.Setup;

namespace Autonomys.Cluster.Tests.Setup;

public sealed class CpuListTests
{
    [Theory]
    [InlineData("0", "0", 1)]
    [InlineData("0-15,96-111", "0-15,96-111", 32)]
    [InlineData("5,3,4", "3-5", 3)]
    [InlineData("8191", "8191", 1)]
    public void Lists_are_written_as_rising_ranges(string text, string expected, int count)
    {
        Assert.True(CpuList.TryParse(text, out CpuList? list));
        Assert.Equal((expected, count), (list.ToString(), list.Count));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("-1")]
    [InlineData("3-1")]
    [InlineData("0-1-2")]
    [InlineData("0, 1")]
    [InlineData("0,,1")]
    [InlineData("0-3,2")]
    [InlineData("8192")]
    [InlineData("0-99999999999")]
    public void What_is_no_list_is_refused(string text) => Assert.False(CpuList.TryParse(text, out _));

    [Theory]
    [InlineData("96-127", "0-31", null, "0-31,96-127")]
    [InlineData("96-127", "96-127", "96-127", "96-127")]
    [InlineData("0-9,20-29", "8-21", "8-9,20-21", "0-29")]
    public void Lists_can_be_compared_and_joined(string one, string other, string? shared, string joined)
    {
        CpuList.TryParse(one, out CpuList? first);
        CpuList.TryParse(other, out CpuList? second);
        Assert.Equal((shared, joined), (first!.SharedWith(second!)?.ToString(), first.With(second!).ToString()));
    }
}
