using System.Diagnostics;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels;

namespace Autonomys.Gpu.Tools;

/// <summary>Writes what the kernels compile to, for devices that need not be there.</summary>
public static class PtxDump
{
    /// <summary>Architectures that are looked at, as NVIDIA's tools name them.</summary>
    public static IReadOnlyList<string> Architectures { get; } = ["sm_75", "sm_80", "sm_89", "sm_90"];

    /// <summary>Writes NAME.ptx of every kernel into the directory, which is made; tells of each file as it is there.</summary>
    /// <param name="architecture">One of <see cref="Architectures"/>.</param>
    /// <param name="directory">Files of the same names are replaced.</param>
    /// <param name="written">Path, bytes and time to compile of each.</param>
    /// <param name="cancellationToken">Looked at between kernels.</param>
    /// <exception cref="ArgumentException">The architecture is another one.</exception>
    public static void Write(
        string architecture, string directory, Action<string, long, TimeSpan> written, CancellationToken cancellationToken)
    {
        if (!Architectures.Contains(architecture))
        {
            throw new ArgumentException($"{architecture} is none of {string.Join(", ", Architectures)}.", nameof(architecture));
        }

        Directory.CreateDirectory(directory);
        int number = int.Parse(architecture.AsSpan(3), System.Globalization.CultureInfo.InvariantCulture);
        using PtxCompiler compiler = new(number / 10, number % 10);
        foreach ((string name, System.Reflection.MethodInfo method) in KernelCatalog.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            string assembly = compiler.Compile(method);
            string path = Path.Combine(directory, name + ".ptx");
            File.WriteAllText(path, assembly);
            written(path, assembly.Length, Stopwatch.GetElapsedTime(start));
        }
    }
}
