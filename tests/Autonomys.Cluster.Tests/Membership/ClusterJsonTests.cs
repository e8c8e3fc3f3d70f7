using System.Text;
using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Membership;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests.Membership;

public sealed class ClusterJsonTests
{
    [Fact]
    public void A_message_is_json_that_people_can_read()
    {
        SlotInfo slot = new(
            new SlotNumber(7), Blake3Hash.From(Vectors.Bytes("challenge", 32)), new SolutionRange(8), new SolutionRange(9));
        string text = Encoding.UTF8.GetString(ClusterJson.Encode(new SlotNotification("c1", slot)));
        Assert.StartsWith("{\"v\":1,\"controller\":\"c1\",\"slot\":{\"slotNumber\":7,", text, StringComparison.Ordinal);
        Assert.Equal(slot, ClusterJson.TryDecode<SlotNotification>(Encoding.UTF8.GetBytes(text), out _)!.Slot);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("nonsense", "")]
    [InlineData("null", "null")]
    [InlineData("[]", "")]
    [InlineData("{\"v\":2,\"delaySeconds\":1}", "version 2")]
    [InlineData("{\"v\":1,\"delaySeconds\":\"x\"}", "")]
    public void What_cannot_be_understood_is_told_and_not_thrown(string text, string expected)
    {
        Assert.Null(ClusterJson.TryDecode<ReinitializeCachesNotification>(Encoding.UTF8.GetBytes(text), out string? why));
        Assert.Contains(expected, why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_release_may_add_fields()
    {
        MemberInfo member = ClusterContext.Self("abc", MemberRole.PlotServer, new Uri("http://10.0.0.1:9966"));
        string text = Encoding.UTF8.GetString(ClusterJson.Encode(member)).Replace("{\"v\":1,", "{\"v\":1,\"later\":{\"x\":1},", StringComparison.Ordinal);
        Assert.Equal(member, ClusterJson.TryDecode<MemberInfo>(Encoding.UTF8.GetBytes(text), out _));
    }
}
