using Autonomys.Testing.Features;

namespace Autonomys.Primitives.Tests.Hashing;

/// <summary>BLAKE3 on processors with less than this one.</summary>
public sealed class Blake3FeatureTests
{
    [Theory]
    [InlineData(FeatureSwitch.NoAvx512)]
    [InlineData(FeatureSwitch.NoAvx2)]
    [InlineData(FeatureSwitch.NoHardwareIntrinsics)]
    public async Task Every_way_of_hashing_is_the_same_without(FeatureSwitch feature)
    {
        Assert.NotEqual(0, await FeatureRerun.RunAsync(feature, typeof(Blake3PathsTests)));
        Assert.NotEqual(0, await FeatureRerun.RunAsync(feature, typeof(Blake3Tests)));
    }
}
