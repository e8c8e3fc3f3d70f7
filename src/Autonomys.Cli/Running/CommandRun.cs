using System.CommandLine;
using System.CommandLine.Parsing;
using Autonomys.Cli.Commands;

namespace Autonomys.Cli.Running;

/// <summary>What every command shares: errors on standard error, exit codes, clean Ctrl-C.</summary>
internal static class CommandRun
{
    /// <summary>Runs a command line of its own syntax tree.</summary>
    public static Task<int> RunAsync(RootCommand root, string[] args) => RunAsync(_ => InvokeAsync(root, args));

    /// <summary>Runs, and turns what goes wrong into a message and an exit code; the token is cancelled by the first Ctrl-C.</summary>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> run)
    {
        using ForcedStop forced = new();
        try
        {
            return await run(forced.First).ConfigureAwait(false);
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

    public static async Task<int> InvokeAsync(RootCommand root, string[] args)
    {
        ParseResult parsed = root.Parse(args);
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
