using System.Globalization;
using System.Text.RegularExpressions;
using Autonomys.Testing;

namespace Autonomys.EndToEnd.Tests;

/// <summary>Every command line of the operators' manual runs as it is printed, with addresses and directories of this machine.</summary>
public sealed partial class ManualTests : IDisposable
{
    private static readonly string[] Lines = File.ReadAllLines(Vectors.PathOf("manual/commands.txt"));
    private readonly string _directory = Directory.CreateTempSubdirectory("autonomys-manual-").FullName;
    private readonly List<FarmerProcess> _processes = [];
    private NatsServer? _nats;

    public void Dispose()
    {
        foreach (FarmerProcess process in _processes)
        {
            process.Dispose();
        }

        _nats?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Its_components_start_wait_for_a_chain_and_stop()
    {
        Assert.SkipWhen(NatsServer.Missing is not null, NatsServer.Missing ?? "");
        _nats = NatsServer.Start();
        string[] lines = [.. Lines.Where(line => line.StartsWith("autonomys-farmer cluster ", StringComparison.Ordinal))];
        Assert.Equal(9, lines.Length);
        foreach (string line in lines)
        {
            _processes.Add(FarmerProcess.Start(Arguments(line)));
        }

        foreach (FarmerProcess process in _processes)
        {
            await WaitForLineAsync(process, "Waiting for the|serves 0 items");
        }

        foreach (FarmerProcess process in _processes)
        {
            process.Interrupt();
        }

        foreach (FarmerProcess process in _processes)
        {
            process.WaitForExit(0);
        }
    }

    [Fact]
    public void Its_tools_say_what_an_empty_cluster_lacks()
    {
        Assert.SkipWhen(NatsServer.Missing is not null, NatsServer.Missing ?? "");
        _nats = NatsServer.Start();
        string[] tools = [.. Lines.Where(line => line.StartsWith("autonomys-farmer util ", StringComparison.Ordinal))];
        Assert.Equal(3, tools.Length);
        foreach ((string name, string reason) in new[] { ("reinitialization-cache", "No controller"), ("sharded-cache-benchmark", "No sharded cache") })
        {
            string line = Assert.Single(tools, line => line.Contains(name, StringComparison.Ordinal));
            FarmerProcess process = FarmerProcess.Run(1, Arguments(line));
            Assert.Contains(reason, process.Everything, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Its_verification_and_its_exporter_wait_for_a_chain()
    {
        Assert.SkipWhen(NatsServer.Missing is not null, NatsServer.Missing ?? "");
        _nats = NatsServer.Start();
        _processes.Add(FarmerProcess.Start(Arguments(Assert.Single(Lines, line => line.Contains("verify-piece", StringComparison.Ordinal)))));
        string export = Assert.Single(Lines, line => line.StartsWith("NODE_URL=", StringComparison.Ordinal));
        string url = Here(export.Split('"')[1]);
        _processes.Add(FarmerProcess.StartExport(url, "--output", Path.Combine(_directory, "full-cache-tmp")));
        foreach (FarmerProcess process in _processes)
        {
            await WaitForLineAsync(process, "Waiting for the");
        }
    }

    /// <summary>The line's arguments, for this machine.</summary>
    private string[] Arguments(string line) => [.. Here(line).Split(' ').Skip(1)];

    private string Here(string text)
    {
        text = NatsAddress().Replace(text, _nats!.Url);
        text = NodeAddress().Replace(text, $"$1://127.0.0.1:{NatsServer.FreePort()}");
        text = Port().Replace(text, "--listen-port " + NatsServer.FreePort().ToString(CultureInfo.InvariantCulture));
        text = text.Replace("stBR..S8V", "sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAj", StringComparison.Ordinal);
        return Folder().Replace(text, match => match.Groups[1].Value + Path.Combine(_directory, match.Groups[2].Value.TrimStart('/')));
    }

    private static async Task WaitForLineAsync(FarmerProcess process, string pattern)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        while (!Regex.IsMatch(process.Everything, pattern))
        {
            Assert.False(process.HasExited || limit.IsCancellationRequested, "it ended, or said nothing:\n" + process.Everything);
            await Task.Delay(50, CancellationToken.None);
        }
    }

    [GeneratedRegex(@"nats://[\d.]+:\d+")]
    private static partial Regex NatsAddress();

    [GeneratedRegex(@"(ws|http)://[\d.]+:\d+")]
    private static partial Regex NodeAddress();

    [GeneratedRegex(@"--listen-port \d+")]
    private static partial Regex Port();

    [GeneratedRegex(@"( |path=)(/(?:var|mnt)/[^ ,]*)")]
    private static partial Regex Folder();
}
