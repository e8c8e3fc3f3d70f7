using Autonomys.Cluster.Membership;

namespace Autonomys.Cluster.Tests.Membership;

public sealed class SegmentRangesTests
{
    [Theory]
    [InlineData("", 0, "")]
    [InlineData("0", 1, "0")]
    [InlineData("0,1,2,5,7,8", 3, "0-2,5,7-8")]
    [InlineData("3,4", 0, "3-4")]
    public void Ranges_are_written_short_and_read_back(string indexes, ulong leading, string text)
    {
        ulong[] all = [.. indexes.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ulong.Parse)];
        SegmentRanges ranges = SegmentRanges.From(all);
        Assert.Equal(text, ranges.ToString());
        Assert.Equal(leading, ranges.Leading);
        Assert.Equal(all, SegmentRanges.Parse(text).Indexes);
        Assert.All(all, index => Assert.True(SegmentRanges.Parse(text).Contains(index)));
        Assert.False(ranges.Contains(99));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("5-3")]
    [InlineData("-")]
    [InlineData("0-18446744073709551615")]
    public void What_is_no_range_is_none(string text) => Assert.Equal("", SegmentRanges.Parse(text).ToString());
}
