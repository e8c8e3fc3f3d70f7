using Autonomys.Testing.Features;

namespace Autonomys.Cryptography.Tests.ChaCha;

/// <summary>The keystream on processors with less than this one.</summary>
public sealed class ChaCha8FeatureTests
{
    [Theory]
    [InlineData(FeatureSwitch.NoAvx512)]
    [InlineData(FeatureSwitch.NoAvx2)]
    [InlineData(FeatureSwitch.NoHardwareIntrinsics)]
    public async Task The_keystream_is_the_same_without(FeatureSwitch feature) =>
        Assert.NotEqual(0, await FeatureRerun.RunAsync(feature, typeof(ChaCha8Tests)));
}
