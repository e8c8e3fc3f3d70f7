using Autonomys.Testing.Features;

namespace Autonomys.Proofs.Tests.Time;

/// <summary>Proof of time on processors with less than this one.</summary>
public sealed class ProofOfTimeFeatureTests
{
    [Theory]
    [InlineData(FeatureSwitch.NoAes)]
    [InlineData(FeatureSwitch.NoHardwareIntrinsics)]
    public async Task Checkpoints_are_the_same_without(FeatureSwitch feature) =>
        Assert.NotEqual(0, await FeatureRerun.RunAsync(feature, typeof(ProofOfTimeTests)));
}
