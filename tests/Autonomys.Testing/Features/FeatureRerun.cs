using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Autonomys.Testing.Features;

/// <summary>
/// Runs tests again in a child process that has to do without wider processor features, so that the narrower forms of the same code meet
/// the same vectors on every machine.
/// </summary>
/// <remarks>
/// The choice of a form is made once per process, when its code is compiled; that is why it takes a child. The child runs the executable of
/// the test assembly itself. A test that reruns others must not be among them.
/// </remarks>
public static partial class FeatureRerun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs all tests of <paramref name="testClass"/>, or those of its methods that are named, without <paramref name="feature"/>.</summary>
    /// <param name="feature">What the child has to do without.</param>
    /// <param name="testClass">A class of a test assembly with the fixture <see cref="FeatureProbe"/>.</param>
    /// <param name="methods">Names of test methods; none for all.</param>
    /// <returns>How many tests passed, at least one.</returns>
    /// <exception cref="InvalidOperationException">A test failed, none ran, or the features were not off; the message has the child's output.</exception>
    public static async Task<int> RunAsync(FeatureSwitch feature, Type testClass, params string[] methods)
    {
        if (FeatureProbe.Current is not null)
        {
            throw new InvalidOperationException($"{testClass.Name} is rerun by a rerun: a test that starts others must not be among them.");
        }

        string report = Path.Combine(Path.GetTempPath(), $"autonomys-features-{Guid.NewGuid():N}.txt");
        try
        {
            (int exitCode, string output) = await StartAsync(Arrange(feature, testClass, methods, report));
            string observed = File.Exists(report) ? await File.ReadAllTextAsync(report) : "";
            int passed = Passed(output);
            return exitCode == 0 && observed.Length > 0 && passed > 0
                ? passed
                : throw new InvalidOperationException(
                    $"{testClass.FullName} with {feature}: exit code {exitCode}, {passed} tests passed, "
                    + $"features {(observed.Length > 0 ? observed : "not looked at: the assembly lacks [assembly: AssemblyFixture(typeof(FeatureProbe))]")}.\n{output}");
        }
        finally
        {
            File.Delete(report);
        }
    }

    private static ProcessStartInfo Arrange(FeatureSwitch feature, Type testClass, string[] methods, string report)
    {
        // This very process: the executable of the test assembly, or `dotnet` with the assembly.
        string assembly = testClass.Assembly.Location;
        string host = Environment.ProcessPath ?? "dotnet";
        ProcessStartInfo start = new(host) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        if (Path.GetFileNameWithoutExtension(host) == "dotnet")
        {
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(assembly);
        }

        start.ArgumentList.Add("-noColor");
        start.ArgumentList.Add("-noLogo");
        if (methods.Length == 0)
        {
            start.ArgumentList.Add("-class");
            start.ArgumentList.Add(testClass.FullName!);
        }

        foreach (string method in methods)
        {
            if (testClass.GetMethod(method) is null)
            {
                throw new ArgumentException($"{testClass.FullName} has no method {method}.", nameof(methods));
            }

            start.ArgumentList.Add("-method");
            start.ArgumentList.Add($"{testClass.FullName}.{method}");
        }

        start.Environment[FeatureProbe.SwitchVariable] = feature.ToString();
        start.Environment[FeatureProbe.ReportVariable] = report;
        foreach (string setting in FeatureProbe.Settings(feature))
        {
            start.Environment[setting] = "0";
        }

        return start;
    }

    private static async Task<(int ExitCode, string Output)> StartAsync(ProcessStartInfo start)
    {
        using Process child = Process.Start(start) ?? throw new InvalidOperationException("The child process did not start.");
        Task<string> output = child.StandardOutput.ReadToEndAsync();
        Task<string> errors = child.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(Limit);
        try
        {
            await child.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            child.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"The child was still running after {Limit}.\n{await output}\n{await errors}");
        }

        return (child.ExitCode, await output + await errors);
    }

    /// <summary>Tests that passed by the runner's summary: all that ran without an error, a failure or a skip.</summary>
    private static int Passed(string output)
    {
        Match match = Summary().Match(output);
        int Number(int group) => int.Parse(match.Groups[group].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        return match.Success ? Number(1) - Number(2) - Number(3) - Number(4) : 0;
    }

    [GeneratedRegex(@"Total: (\d+), Errors: (\d+), Failed: (\d+), Skipped: (\d+)")]
    private static partial Regex Summary();
}
