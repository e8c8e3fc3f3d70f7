using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Autonomys.Farming.Benchmarks;

/// <summary>Two rates of this machine right now, to scale figures of another day or machine with; one thread, megabytes (10^6) a second.</summary>
/// <param name="Sha256">SHA-256 in blocks of 1 MiB, of the OpenSSL that .NET uses.</param>
/// <param name="ChaCha20">ChaCha20 in blocks of 16 KiB, of the openssl on the PATH; null without one.</param>
public sealed record Calibration(double Sha256, double? ChaCha20)
{
    private const double Million = 1_000_000;

    /// <summary>Takes some two seconds.</summary>
    public static Calibration Measure() => new(MeasureSha256(), MeasureChaCha20());

    public override string ToString()
    {
        string chaCha20 = ChaCha20 is { } rate ? Text($"{rate:F0} MB/s") : "not measured (no openssl on the PATH)";
        return Text($"SHA-256 {Sha256:F0} MB/s, ChaCha20 {chaCha20}");
    }

    private static double MeasureSha256()
    {
        byte[] block = new byte[1 << 20];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(block, hash);
        long start = Stopwatch.GetTimestamp();
        long bytes = 0;
        do
        {
            SHA256.HashData(block, hash);
            bytes += block.Length;
        }
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1));
        return bytes / Stopwatch.GetElapsedTime(start).TotalSeconds / Million;
    }

    private static double? MeasureChaCha20()
    {
        ProcessStartInfo start = new("openssl", ["speed", "-mr", "-seconds", "1", "-bytes", "16384", "-evp", "chacha20"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            errors.Wait();

            // A line "+F:22:ChaCha20:3035976802.30" at the end: bytes a second.
            string? line = output.Split('\n').FirstOrDefault(text => text.StartsWith("+F:", StringComparison.Ordinal));
            return line is null ? null : double.Parse(line.Split(':')[^1], CultureInfo.InvariantCulture) / Million;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
