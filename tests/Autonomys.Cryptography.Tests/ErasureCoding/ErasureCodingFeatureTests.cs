using Autonomys.Cryptography.Tests.Bls12381.Fields.Lanes;
using Autonomys.Testing.Features;

namespace Autonomys.Cryptography.Tests.ErasureCoding;

/// <summary>Erasure coding on processors with less than this one: other vectors, or none.</summary>
public sealed class ErasureCodingFeatureTests
{
    [Theory]
    [InlineData(FeatureSwitch.NoAvx512)]
    [InlineData(FeatureSwitch.NoAvx2)]
    [InlineData(FeatureSwitch.NoHardwareIntrinsics)]
    public async Task Records_extend_and_recover_as_in_the_reference_without(FeatureSwitch feature)
    {
        Assert.NotEqual(0, await FeatureRerun.RunAsync(
            feature, typeof(ErasureCodingTests), nameof(ErasureCodingTests.Records_extend_and_recover_as_in_the_reference)));
        Assert.NotEqual(0, await FeatureRerun.RunAsync(
            feature, typeof(LaneCodingTests), nameof(LaneCodingTests.The_form_of_this_machine_is_that_of_its_widest_vectors)));
    }
}
