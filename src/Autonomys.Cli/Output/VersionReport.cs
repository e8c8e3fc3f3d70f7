using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autonomys.Cli.Output;

/// <summary>What `--version --verbose` says: the build, and which of the machine's features it picked.</summary>
internal static class VersionReport
{
    public static void Write(TextWriter output)
    {
        string version = typeof(VersionReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        output.WriteLine($"autonomys-farmer {version}");
        output.WriteLine($"runtime   {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}");
        output.WriteLine($"processor {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} logical cores");
        output.WriteLine($"vectors   {Widest()}");
    }

    private static string Widest() => (Vector512.IsHardwareAccelerated, Vector256.IsHardwareAccelerated) switch
    {
        (true, _) => "512 bits",
        (_, true) => "256 bits",
        _ => "none (scalar code)",
    };
}
