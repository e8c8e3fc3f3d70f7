using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;
using Autonomys.Testing.Features;

namespace Autonomys.Cryptography.Tests.Bls12381.Fields.BaseLanes;

public sealed class BaseFieldLanesTests
{
    [Fact]
    public void The_widest_form_of_what_is_on_is_chosen()
    {
        int most = FeatureProbe.Current switch
        {
            FeatureSwitch.NoAvx2 or FeatureSwitch.NoHardwareIntrinsics => 1,
            FeatureSwitch.NoAvx512 => 4,
            _ => 8,
        };
        Assert.InRange(BaseFieldLanes.Count, 1, most);
        Assert.Contains(BaseFieldLanes.Count == 1 ? "scalar" : $"{BaseFieldLanes.Count} lanes", BaseFieldLanes.Chosen, StringComparison.Ordinal);
    }
}
