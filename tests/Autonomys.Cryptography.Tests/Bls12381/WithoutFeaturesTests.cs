using Autonomys.Cryptography.Tests.Bls12381.Fields;
using Autonomys.Cryptography.Tests.Bls12381.Fields.BaseLanes;
using Autonomys.Cryptography.Tests.Bls12381.MultiScalar;
using Autonomys.Testing.Features;

namespace Autonomys.Cryptography.Tests.Bls12381;

/// <summary>The base field again in children that have to do without wide vectors: the results are the same, the choice is another.</summary>
public sealed class WithoutFeaturesTests
{
    [Theory]
    [InlineData(FeatureSwitch.NoAvx512)]
    [InlineData(FeatureSwitch.NoAvx2)]
    [InlineData(FeatureSwitch.NoHardwareIntrinsics)]
    public async Task Base_field_and_sums_of_points_are_the_same(FeatureSwitch feature)
    {
        Assert.True(await FeatureRerun.RunAsync(feature, typeof(FpTests)) > 3);
        Assert.True(await FeatureRerun.RunAsync(feature, typeof(FpLanesTests)) > 3);
        Assert.True(await FeatureRerun.RunAsync(feature, typeof(MsmTests), nameof(MsmTests.Sums_equal_one_multiplication_after_another)) > 3);
        Assert.Equal(1, await FeatureRerun.RunAsync(feature, typeof(BaseFieldLanesTests)));
    }
}
