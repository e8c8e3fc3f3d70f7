using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Autonomys.EndToEnd.Tests;

/// <summary>A running autonomys-farmer, as an operator would run it.</summary>
internal sealed class FarmerProcess : IDisposable
{
    private static readonly string Binaries = Path.Combine(
        typeof(FarmerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!,
        "artifacts", "bin");

    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];

    private FarmerProcess(string project, string program, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(Path.Combine(Binaries, project, "release", program), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, data) => Keep(_output, data.Data);
        _process.ErrorDataReceived += (_, data) => Keep(_errors, data.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>All lines of standard output so far.</summary>
    public string[] Output => Copy(_output);

    public string Everything => string.Join('\n', Copy(_output).Concat(Copy(_errors)));

    /// <summary>Standard output of a program that was started with --json.</summary>
    public JsonElement[] Events => [.. Output.Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>The same of a program that was killed, perhaps in the middle of a line.</summary>
    public JsonElement[] WholeEvents => [.. Output.Where(line => line.EndsWith('}')).Select(line => JsonDocument.Parse(line).RootElement)];

    public static FarmerProcess Start(params string[] arguments) => new("Autonomys.Cli", "autonomys-farmer", arguments);

    /// <summary>The program that exports pieces; <paramref name="nodeUrl"/> is its environment variable.</summary>
    public static FarmerProcess StartExport(string? nodeUrl, params string[] arguments) => new(
        "Autonomys.ExportPiece",
        "autonomys-export-piece",
        arguments,
        nodeUrl is null ? null : new Dictionary<string, string> { ["NODE_URL"] = nodeUrl });

    /// <summary>Runs to the end, and requires this exit code.</summary>
    public static FarmerProcess Run(int exitCode, params string[] arguments)
    {
        FarmerProcess process = Start(arguments);
        process.WaitForExit(exitCode);
        return process;
    }

    public void WaitForExit(int exitCode)
    {
        // Generous: a test machine may be busy. It only ends what hangs.
        if (!_process.WaitForExit(TimeSpan.FromMinutes(10)))
        {
            _process.Kill();
            Assert.Fail("did not end:\n" + Everything);
        }

        _process.WaitForExit();
        Assert.True(_process.ExitCode == exitCode, $"exit code {_process.ExitCode} instead of {exitCode}:\n{Everything}");
    }

    /// <summary>Waits for an event of this name; fails when the program ends without it.</summary>
    public async Task<JsonElement> WaitForAsync(string name, int count = 1)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(10));
        while (true)
        {
            bool exited = HasExited;
            JsonElement[] found = [.. Events.Where(e => e.GetProperty("event").GetString() == name)];
            if (found.Length >= count)
            {
                return found[count - 1];
            }

            Assert.False(exited || limit.IsCancellationRequested, $"ended or hung without {count} times {name}:\n{Everything}");
            await Task.Delay(100, CancellationToken.None);
        }
    }

    /// <summary>Where the RPC of a development chain listens.</summary>
    public async Task<string> RpcUrlAsync()
    {
        for (int count = 1; ; count++)
        {
            string text = (await WaitForAsync("notice", count)).GetProperty("text").GetString()!;
            if (text.Split("RPC on ") is [_, string url])
            {
                return url;
            }
        }
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>What Ctrl-C does; what an orderly shutdown does where the tests were started so that nobody heeds Ctrl-C.</summary>
    public void Interrupt()
    {
        string ignored = File.ReadLines($"/proc/{Id}/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[7..];
        bool heedsInterrupt = (ulong.Parse(ignored, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture) & 2) == 0;
        using Process kill = Process.Start("kill", [heedsInterrupt ? "-INT" : "-TERM", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Keep(List<string> lines, string? line)
    {
        if (line is not null)
        {
            lock (_lock)
            {
                lines.Add(line);
            }
        }
    }

    private string[] Copy(List<string> lines)
    {
        lock (_lock)
        {
            return [.. lines];
        }
    }
}
