using System.CommandLine;
using System.CommandLine.Parsing;
using Autonomys.Cli.Commands.Cluster;
using Autonomys.Cli.Output;
using Autonomys.Cli.Running;

namespace Autonomys.Cli.Commands;

/// <summary>The command tree, and what every command shares: errors on standard error, exit codes, clean Ctrl-C.</summary>
internal static class FarmerRootCommand
{
    public static RootCommand Create()
    {
        RootCommand root = new("Farms the Autonomys network: plots the chain's history onto disks and claims rewards with it.");
        root.Subcommands.Add(DevCommand.Create());
        root.Subcommands.Add(DevNodeCommand.Create());
        root.Subcommands.Add(FarmCommand.Create());
        root.Subcommands.Add(ClusterCommand.Create());
        root.Subcommands.Add(InfoCommand.Create());
        root.Subcommands.Add(ScrubCommand.Create());
        root.Subcommands.Add(WipeCommand.Create());
        root.Subcommands.Add(BenchmarkCommand.Create());
        root.Subcommands.Add(UtilCommand.Create());
        HelpExamples.AddTo(root);
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--version", "--verbose"] or ["--verbose", "--version"])
        {
            VersionReport.Write(Console.Out);
            return ExitCodes.Success;
        }

        using ForcedStop forced = new();
        try
        {
            if (ClusterCommand.IsComposite(args) && !args.Contains("--help"))
            {
                return await ClusterCommand.RunCompositeAsync(args, forced.First).ConfigureAwait(false);
            }

            return await InvokeAsync(args).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (CommandException exception)
        {
            await Console.Error.WriteLineAsync("error: " + exception.Message).ConfigureAwait(false);
            return exception.ExitCode;
        }
        catch (Exception exception) when (ExpectedErrors.IsExpected(exception))
        {
            await Console.Error.WriteLineAsync("error: " + exception.Message).ConfigureAwait(false);
            return ExitCodes.Failure;
        }
    }

    private static async Task<int> InvokeAsync(string[] args)
    {
        ParseResult parsed = Create().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync("error: " + error.Message).ConfigureAwait(false);
            }

            await Console.Error.WriteLineAsync("Run with --help to see what is possible.").ConfigureAwait(false);
            return ExitCodes.Usage;
        }

        // A command stops its work when cancelled; the time is for the last flush to a slow disk.
        InvocationConfiguration configuration = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(5) };
        return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
    }
}
