using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;
using Autonomys.Cryptography.ChaCha;
using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Primitives.Hashing;
using Autonomys.Proofs.Space;
using Autonomys.Proofs.Time;

namespace Autonomys.Cli.Output;

/// <summary>What `--version --verbose` says: the build, and which of the machine's features it picked.</summary>
internal static class VersionReport
{
    public static void Write(TextWriter output)
    {
        string version = typeof(VersionReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        output.WriteLine($"autonomys-farmer {version}");
        Line(output, "runtime", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}");
        Line(output, "processor", $"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} logical cores");
        Line(output, "features", Features());
        Line(output, "vectors", Widest());
        foreach ((string part, string implementation) in Picked())
        {
            Line(output, part, implementation);
        }
    }

    /// <summary>Every part of the program that has forms for several kinds of processors, with the one that runs here.</summary>
    internal static IEnumerable<(string Part, string Implementation)> Picked() =>
    [
        ("tables", PosTableGenerator.Implementation),
        ("BLAKE3", Blake3.Implementation),
        ("ChaCha8", ChaCha8.Implementation),
        ("time", ProofOfTime.Implementation),
        ("KZG", BaseFieldLanes.Chosen),
        ("erasure", ErasureCoding.Implementation),
    ];

    private static void Line(TextWriter output, string name, string value) => output.WriteLine($"{name,-9} {value}");

    private static string Widest() => (Vector512.IsHardwareAccelerated, Vector256.IsHardwareAccelerated) switch
    {
        (true, _) => "512 bits",
        (_, true) => "256 bits",
        _ => "none (scalar code)",
    };

    /// <summary>Those that make a difference here, as the runtime sees them: settings such as DOTNET_EnableAVX2=0 count.</summary>
    private static string Features()
    {
        (string Name, bool IsOn)[] all =
        [
            ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("BMI2", Bmi2.IsSupported), ("AES", Aes.IsSupported),
            ("AVX-512F", Avx512F.IsSupported), ("AVX-512VBMI", Avx512Vbmi.IsSupported), ("AVX-512VBMI2", Avx512Vbmi2.IsSupported),
        ];
        return string.Join(", ", all.Where(each => each.IsOn).Select(each => each.Name).DefaultIfEmpty("none of those that this program uses"));
    }
}
