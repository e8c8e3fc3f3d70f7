using System.Runtime.Intrinsics;
using Autonomys.Cli.Output;
using Autonomys.Testing.Features;

namespace Autonomys.Cli.Tests.Output;

/// <summary>`--version --verbose` says what the program picked, and that follows from the processor.</summary>
public sealed class VersionReportTests
{
    [Fact]
    public void Every_part_says_what_it_runs_on()
    {
        using StringWriter output = new();
        VersionReport.Write(output);
        string text = output.ToString();
        string expected = Vector512.IsHardwareAccelerated ? "AVX-512" : Vector256.IsHardwareAccelerated ? "AVX2" : "scalar";
        Dictionary<string, string> picked = VersionReport.Picked().ToDictionary(each => each.Part, each => each.Implementation);
        Assert.All(picked, each => Assert.Contains($"{each.Key,-9} {each.Value}", text, StringComparison.Ordinal));
        Assert.Contains(expected, picked["BLAKE3"], StringComparison.Ordinal);
        Assert.Contains(Vector512.IsHardwareAccelerated ? "512" : Vector256.IsHardwareAccelerated ? "256" : "scalar", picked["erasure"], StringComparison.Ordinal);
        Assert.NotEmpty(picked["tables"]);
        Assert.NotEmpty(picked["KZG"]);
        if (FeatureProbe.Current is FeatureSwitch.NoAvx2 or FeatureSwitch.NoHardwareIntrinsics)
        {
            Assert.Equal("scalar", picked["tables"]);
            Assert.Equal("scalar", picked["ChaCha8"]);
            Assert.StartsWith("scalar", picked["KZG"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(FeatureSwitch.NoAvx2)]
    [InlineData(FeatureSwitch.NoHardwareIntrinsics)]
    public async Task What_is_picked_changes_without(FeatureSwitch feature) =>
        Assert.NotEqual(0, await FeatureRerun.RunAsync(feature, typeof(VersionReportTests), nameof(Every_part_says_what_it_runs_on)));
}
