using Autonomys.Farming.Plotting;

namespace Autonomys.Farming.Tests.Plotting;

public class CoreGroupsTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("0,1 2,3", "0,1 2,3")]
    [InlineData("  0-2   3,5 ", "0,1,2 3,5")]
    [InlineData("7 0", "7 0")]
    public void Groups_are_read_as_the_official_farmer_writes_them(string text, string expected)
    {
        Assert.True(CoreGroups.TryParse(text, [0, 1, 2, 3, 5, 7], out CoreGroups? groups, out _));
        Assert.Equal(expected, groups.ToString());
    }

    [Fact]
    public void Threads_take_the_groups_in_turn()
    {
        Assert.True(CoreGroups.TryParse("0,1 2", [0, 1, 2, 3], out CoreGroups? groups, out _));
        Assert.Equal(3, groups.Cores);
        Assert.Equal([0, 1], groups.For(0));
        Assert.Equal([2], groups.For(1));
        Assert.Equal([0, 1], groups.For(2));
    }

    [Theory]
    [InlineData("", "no core is named")]
    [InlineData("0,x", "'x' is not a core")]
    [InlineData("0,,1", "'' is not a core")]
    [InlineData("-1", "'-1' is not a core")]
    [InlineData("3-1", "'3-1' is not a core")]
    [InlineData("0 4", "core 4 is not one that this process may use, which are 0-3,8,10-11.")]
    [InlineData("0-999999999", "is not a core")]
    [InlineData("0,1 1", "core 1 is named twice")]
    public void Anything_else_is_refused_with_the_reason(string text, string reason)
    {
        Assert.False(CoreGroups.TryParse(text, [0, 1, 2, 3, 8, 10, 11], out _, out string? error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }
}
