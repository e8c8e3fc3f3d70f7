using System.CommandLine;
using Autonomys.Cli.Output;
using Autonomys.Cli.Parsing;
using Autonomys.Cli.Running;

namespace Autonomys.Cli.Commands;

/// <summary>`cluster-demo`: a whole cluster on this machine, to look at and to try things with.</summary>
internal static class ClusterDemoCommand
{
    public static Command Create()
    {
        Option<string> basePath = new("--base-path")
        {
            Description = "Where everything is kept; made when missing, gone on with when there.",
            HelpName = "DIR",
            DefaultValueFactory = _ => DataDirectory.Path("cluster-demo"),
        };
        Option<int> sectors = OptionParsing.Number("--sectors", "Sectors of each of the four farms.", 1, 1000, 2);
        Option<int> pieces = OptionParsing.Number("--pieces-in-sector", "Pieces of a sector.", 1, 1000, 4);
        Option<int?> exitAfter = OptionParsing.Number("--exit-after-blocks", "End with exit code 0 after this many new blocks.", 1, int.MaxValue);
        Option<bool> json = OptionParsing.Json("Print one JSON object per event.");
        Command command = new(
            "cluster-demo",
            "Run a whole cluster on this machine: three NATS servers, two controllers, two full and three sharded caches, two plot-servers, two proof-servers, two plot-clients with two farms each, against a development chain.")
        {
            basePath, sectors, pieces, exitAfter, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IEventReporter events = parsed.GetValue(json) ? new JsonReporter(Console.Out) : new LineReporter(Console.Out);
            await using (events.ConfigureAwait(false))
            {
                ClusterDemo demo = new(
                    Path.GetFullPath(parsed.GetRequiredValue(basePath)), parsed.GetValue(pieces), parsed.GetValue(sectors), events);
                await using (demo.ConfigureAwait(false))
                {
                    try
                    {
                        await demo.RunAsync(parsed.GetValue(exitAfter), cancellationToken).ConfigureAwait(false);
                    }
                    catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                    {
                        // Asked to stop: a clean end.
                    }
                }
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
