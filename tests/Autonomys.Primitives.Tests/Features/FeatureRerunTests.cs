using System.Runtime.Intrinsics;
using Autonomys.Testing.Features;

namespace Autonomys.Primitives.Tests.Features;

/// <summary>The helper itself: a child that finds nothing to run, or a failing test, must not pass for a good one.</summary>
public sealed class FeatureRerunTests
{
    [Fact]
    public async Task A_child_does_without_what_was_asked() =>
        Assert.Equal(1, await FeatureRerun.RunAsync(FeatureSwitch.NoAvx2, typeof(FeatureRerunTargets), nameof(FeatureRerunTargets.Vectors_are_narrow_in_a_child)));

    [Fact]
    public async Task A_failing_test_of_the_child_fails_here()
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => FeatureRerun.RunAsync(FeatureSwitch.NoAvx512, typeof(FeatureRerunTargets), nameof(FeatureRerunTargets.Fails_in_a_child)));
        Assert.Contains("fails on purpose", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_without_a_test_fails_here() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => FeatureRerun.RunAsync(FeatureSwitch.NoAvx512, typeof(FeatureSwitch)));
}

/// <summary>What the tests above run in children; in an ordinary run there is nothing to see.</summary>
public sealed class FeatureRerunTargets
{
    [Fact]
    public void Vectors_are_narrow_in_a_child() =>
        Assert.False(FeatureProbe.Current is not null && Vector256.IsHardwareAccelerated);

    [Fact]
    public void Fails_in_a_child() => Assert.True(FeatureProbe.Current is null, "fails on purpose");
}
