using Autonomys.Cluster.Membership;

namespace Autonomys.Cluster.Tests.Membership;

public class BuildVersionTests
{
    [Theory]
    [InlineData("0.1.0", "0.1.0")]
    [InlineData("0.1.0+21b55744548ad8677ecfa6393442127d139a96d0", "0.1.0+21b5574")]
    [InlineData("1.2.3-rc.1+21b5574", "1.2.3-rc.1+21b5574")]
    public void A_commit_is_cut_to_seven_digits(string version, string expected) => Assert.Equal(expected, BuildVersion.Short(version));

    [Fact]
    public void A_component_tells_the_release_that_it_is() =>
        Assert.StartsWith("0.", ClusterContext.Self("id", MemberRole.ProofServer, null).Version, StringComparison.Ordinal);
}
