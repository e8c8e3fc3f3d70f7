using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autonomys.Testing.Features;

/// <summary>
/// The assembly fixture of every test assembly that <see cref="FeatureRerun"/> starts again: in such a child, no test runs unless the
/// features that it was to do without really are off. In an ordinary run it does nothing.
/// </summary>
/// <remarks>Declared in the test assembly as <c>[assembly: AssemblyFixture(typeof(FeatureProbe))]</c>.</remarks>
public sealed class FeatureProbe
{
    internal const string SwitchVariable = "AUTONOMYS_TEST_FEATURE_SWITCH";

    /// <summary>File that the child writes <see cref="Observed"/> to once it has looked.</summary>
    internal const string ReportVariable = "AUTONOMYS_TEST_FEATURE_REPORT";

    /// <exception cref="InvalidOperationException">A feature is on that was to be off.</exception>
    public FeatureProbe()
    {
        if (Current is not { } wanted)
        {
            return;
        }

        if (StillOn(wanted) is { Length: > 0 } on)
        {
            throw new InvalidOperationException($"{wanted} was asked for, but {string.Join(", ", on)} is on. {Observed()}");
        }

        if (Environment.GetEnvironmentVariable(ReportVariable) is { Length: > 0 } report)
        {
            File.WriteAllText(report, Observed());
        }
    }

    /// <summary>What this process was started to do without; null in an ordinary run.</summary>
    public static FeatureSwitch? Current =>
        Enum.TryParse(Environment.GetEnvironmentVariable(SwitchVariable), out FeatureSwitch value) ? value : null;

    /// <summary>The runtime's settings (clrconfignames.h of .NET 10) that switch the features off.</summary>
    internal static IEnumerable<string> Settings(FeatureSwitch feature) => feature switch
    {
        FeatureSwitch.NoAvx512 => ["DOTNET_EnableAVX512"],
        FeatureSwitch.NoAvx2 => ["DOTNET_EnableAVX2"],
        FeatureSwitch.NoAes => ["DOTNET_EnableAES"],
        FeatureSwitch.NoHardwareIntrinsics => ["DOTNET_EnableHWIntrinsic"],
        _ => throw new ArgumentOutOfRangeException(nameof(feature)),
    };

    /// <summary>What the runtime says it uses.</summary>
    internal static string Observed() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"Vector512 {Vector512.IsHardwareAccelerated}, AVX-512 {Avx512F.IsSupported}, Vector256 {Vector256.IsHardwareAccelerated}, "
        + $"AVX2 {Avx2.IsSupported}, FMA {Fma.IsSupported}, BMI2 {Bmi2.IsSupported}, AES {Aes.IsSupported}, "
        + $"Vector128 {Vector128.IsHardwareAccelerated}, SSE4.2 {Sse42.IsSupported}");

    private static string[] StillOn(FeatureSwitch feature)
    {
        (string Name, bool IsOn)[] wide = [("Vector512", Vector512.IsHardwareAccelerated), ("AVX-512", Avx512F.IsSupported), ("AVX-512 VBMI", Avx512Vbmi.IsSupported)];
        (string Name, bool IsOn)[] avx2 = [.. wide, ("Vector256", Vector256.IsHardwareAccelerated), ("AVX2", Avx2.IsSupported), ("BMI2", Bmi2.IsSupported), ("FMA", Fma.IsSupported)];
        (string Name, bool IsOn)[] aes = [("AES", Aes.IsSupported), ("PCLMULQDQ", Pclmulqdq.IsSupported)];
        (string Name, bool IsOn)[] off = feature switch
        {
            FeatureSwitch.NoAvx512 => wide,
            FeatureSwitch.NoAvx2 => avx2,
            FeatureSwitch.NoAes => aes,
            FeatureSwitch.NoHardwareIntrinsics =>
                [.. avx2, .. aes, ("Vector128", Vector128.IsHardwareAccelerated), ("SSE4.2", Sse42.IsSupported)],
            _ => throw new ArgumentOutOfRangeException(nameof(feature)),
        };
        return [.. off.Where(each => each.IsOn).Select(each => each.Name)];
    }
}
