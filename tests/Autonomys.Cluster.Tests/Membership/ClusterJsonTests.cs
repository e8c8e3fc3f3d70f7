using System.Text;
using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Placement;
using Autonomys.Cluster.PlotServer;
using Autonomys.Cluster.Tools;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
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

    /// <summary>What is null is left out of a message, and must not be missed where it may be null.</summary>
    [Fact]
    public void Every_kind_of_message_is_read_as_it_was_written()
    {
        FarmerAppInfo chain = new(
            Bytes32.From(Vectors.Bytes("genesis", 32)), [], false, TimeSpan.FromSeconds(4), new FarmerProtocolInfo(new(1), 1000, 5, 1, 10, 4));
        ChainResponse told = RoundTrip(new ChainResponse(chain, "a chain"));
        Assert.Equal((chain.GenesisHash, chain.FarmingTimeout, chain.ProtocolInfo, "a chain"), (told.Info!.GenesisHash, told.Info.FarmingTimeout, told.Info.ProtocolInfo, told.ChainName));
        Assert.Equal("away", RoundTrip(new ChainResponse(Failure: new NodeFailure("m", "away"))).Failure!.Message);
        Assert.Null(RoundTrip(new NodeVerdict()).Failure);
        Assert.Equal(9001, RoundTrip(new NodeVerdict(new NodeFailure("m", "wrong", 9001))).Failure!.Code);
        Assert.Empty(RoundTrip(new SegmentHeadersResponse([])).Headers!);
        Assert.Null(RoundTrip(new ReinitializeCachesNotification(1)).ItemType);
        RoundTrip(new ChainRequest());
        Assert.Equal(new SegmentHeadersRequest(1, 2), RoundTrip(new SegmentHeadersRequest(1, 2)));
        CachePlacement placement = CachePlacement.Create(3, CacheItemType.SplitParityPiece, [new("a", 1), new("b", 2), new("c", 3)]);
        Assert.True(placement.Equals(RoundTrip(placement)));
        PlotJobState state = new(PlotJob.Create(PublicKey.From(Vectors.Bytes("farm", 32)), new(1), new(2), 3), PlotJobStage.Queued);
        Assert.Equal(state, RoundTrip(state));
        MemberInfo member = ClusterContext.Self("abc", MemberRole.PlotClient, null) with
        {
            Farms = [new FarmStatus("farm 0", "/a", "", 0, 0) { Problem = "gone" }],
            LastSlots = [new Cluster.Farming.SlotStatus(1, 2, 3, 4)],
        };
        Assert.Equal("gone", RoundTrip(member).Farms!.Single().Problem);
        Assert.Null(RoundTrip(new ClusterSnapshot([member])).Placement);
    }

    [Fact]
    public void A_message_of_which_something_is_missing_is_none()
    {
        byte[] bare = Encoding.UTF8.GetBytes("{\"v\":1}");
        Assert.Null(ClusterJson.TryDecode<SlotNotification>(bare, out _));
        Assert.Null(ClusterJson.TryDecode<SolutionRequest>(bare, out _));
        Assert.Null(ClusterJson.TryDecode<PlotJob>(bare, out _));
        Assert.Null(ClusterJson.TryDecode<PlotJobState>(bare, out _));
        Assert.Null(ClusterJson.TryDecode<CachePlacement>(bare, out _));
        Assert.Null(ClusterJson.TryDecode<MemberInfo>(bare, out string? why));
        Assert.NotNull(why);
    }

    private static T RoundTrip<T>(T message)
        where T : ClusterMessage
    {
        T? read = ClusterJson.TryDecode<T>(ClusterJson.Encode(message), out string? why);
        Assert.True(read is not null, why);
        return read;
    }
}
