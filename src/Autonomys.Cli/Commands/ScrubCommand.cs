using System.CommandLine;
using System.Globalization;
using Autonomys.Cli.Parsing;
using Autonomys.Farming.Farms.Checks;

namespace Autonomys.Cli.Commands;

/// <summary>`scrub`: checks farms to the last bit, and makes what is damaged be plotted again.</summary>
internal static class ScrubCommand
{
    public static Command Create()
    {
        Argument<string[]> directories = OptionParsing.FarmDirectories();
        Option<ScrubTarget> target = new("--target") { Description = "What to check.", DefaultValueFactory = _ => ScrubTarget.All };
        Option<bool> dryRun = new("--dry-run") { Description = "Find only, change nothing; the exit code is 1 when something was found." };
        Option<bool> disableLocking = new("--disable-farm-locking") { Description = "For file systems that cannot lock." };
        Option<int> threads = OptionParsing.Number(
            "--threads", "Sectors checked at once; hard disks like 1.", 1, 1024, Environment.ProcessorCount);
        Command command = new("scrub", "Check farms for damage and repair it.") { directories, target, dryRun, disableLocking, threads };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                bool damaged = false;
                foreach (string directory in parsed.GetRequiredValue(directories))
                {
                    ScrubOptions options = new()
                    {
                        Directory = directory,
                        Target = parsed.GetValue(target),
                        DryRun = parsed.GetValue(dryRun),
                        DisableLocking = parsed.GetValue(disableLocking),
                        Threads = parsed.GetValue(threads),
                        Progress = Console.IsErrorRedirected ? null : new ConsoleProgress(),
                    };
                    damaged |= Report(directory, FarmScrubber.Scrub(options, cancellationToken));
                }

                return damaged ? ExitCodes.Failure : ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    /// <summary>Prints what was found; true when damage remains.</summary>
    private static bool Report(string directory, ScrubReport report)
    {
        foreach (ScrubProblem problem in report.Problems)
        {
            Console.WriteLine($"{directory}: {problem}");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{directory}: {report.SectorsChecked} sectors checked, {report.SectorsSetAside} waiting to be plotted again, {report.CachedPieces} cached pieces, {report.Problems.Count} problems"));
        return report.Problems.Any(problem => !problem.IsRepaired);
    }

    private sealed class ConsoleProgress : IProgress<ScrubProgress>
    {
        public void Report(ScrubProgress value) => Console.Error.Write(string.Create(
            CultureInfo.InvariantCulture, $"\r{value.Area}: {value.Done} of {value.Total}{(value.Done == value.Total ? "\n" : "")}"));
    }
}
