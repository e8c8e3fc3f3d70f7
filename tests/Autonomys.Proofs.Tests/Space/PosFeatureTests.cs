using Autonomys.Testing.Features;

namespace Autonomys.Proofs.Tests.Space;

/// <summary>Proofs of space on processors with less than this one.</summary>
public sealed class PosFeatureTests
{
    [Theory]
    [InlineData(FeatureSwitch.NoAvx512)]
    [InlineData(FeatureSwitch.NoAvx2)]
    [InlineData(FeatureSwitch.NoHardwareIntrinsics)]
    public async Task Every_proof_is_the_network_s_without(FeatureSwitch feature) =>
        Assert.NotEqual(0, await FeatureRerun.RunAsync(
            feature, typeof(PosTableVectorTests), nameof(PosTableVectorTests.Every_proof_of_one_seed_is_the_network_s)));
}
