using System.CommandLine;
using Autonomys.Archiving.Segments;
using Autonomys.Cli.Commands;
using Autonomys.Cli.Output;
using Autonomys.Cli.Parsing;
using Autonomys.Cli.Running;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Export;
using Autonomys.Cluster.NodeLinks;
using Autonomys.Cryptography.Kzg;

namespace Autonomys.ExportPiece;

/// <summary>`autonomys-export-piece`: a node's blocks as the pieces of a full-piece cache.</summary>
internal static class ExportPieceCommand
{
    private const string Variable = "NODE_URL";

    public static RootCommand Create()
    {
        Option<string?> nodeUrl = new("--node-url")
        {
            Description = $"Address of the node's RPC, http://HOST:9944; default: the environment variable {Variable}. "
                + "The node must run with --sync full --blocks-pruning archive.",
            HelpName = "URL",
        };
        Option<string> output = new("--output")
        {
            Description = "Directory of the pieces; give it to full-piece-sharded-cache as path=DIR.",
            HelpName = "DIR",
            DefaultValueFactory = _ => "full-cache-tmp",
        };
        Option<int> from = OptionParsing.Number("--from-segment", "The first segment to export.", 0, int.MaxValue, 0);
        Option<bool> verify = new("--verify") { Description = "Check all pieces that are there already; damaged segments are made again." };
        Option<int?> threads = OptionParsing.Number("--threads", "Threads that archive; default: one per core.", 1, 1024);
        Option<string?> kzgParameters = OptionParsing.KzgParametersFile();
        Option<bool> json = OptionParsing.Json("Print one JSON object per event.");
        RootCommand command = new(
            "Makes the pieces of the chain's whole history from a node's blocks. Goes on where it was stopped; run again it adds what is new.")
        {
            nodeUrl, output, from, verify, threads, kzgParameters, json,
        };
        RecordCommitterOption committer = new();
        committer.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            PieceExportOptions options = new()
            {
                Output = parsed.GetRequiredValue(output),
                FromSegment = (ulong)parsed.GetValue(from),
                VerifyAll = parsed.GetValue(verify),
            };
            return RunAsync(
                WebSocketUrl(parsed.GetValue(nodeUrl) ?? Environment.GetEnvironmentVariable(Variable)),
                options with { Threads = parsed.GetValue(threads) ?? options.Threads },
                parsed.GetValue(kzgParameters),
                (kzg, events) => committer.Open(parsed, kzg, parsed.GetValue(threads) ?? 0, events),
                parsed.GetValue(json),
                cancellationToken);
        });
        return command;
    }

    /// <summary>A node serves HTTP and WebSocket on one port; the latter notices at once when it goes away.</summary>
    private static Uri WebSocketUrl(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            throw new CommandException(
                $"The node's address is missing: set {Variable}=http://HOST:9944, or give --node-url http://HOST:9944.", ExitCodes.Usage);
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https" or "ws" or "wss"))
        {
            throw new CommandException($"{text} is not the address of a node's RPC, such as http://192.168.1.1:9944.", ExitCodes.Usage);
        }

        string scheme = url.Scheme is "https" or "wss" ? "wss" : "ws";
        return new UriBuilder(url) { Scheme = scheme, Port = url.Port }.Uri;
    }

    private static async Task<int> RunAsync(
        Uri url,
        PieceExportOptions options,
        string? kzgParameters,
        Func<Kzg, IFarmerEvents, IRecordCommitter> committers,
        bool json,
        CancellationToken cancellationToken)
    {
        ChainKzg.RequireKnown(kzgParameters);
        IEventReporter events = EventReporters.Create(json, "autonomys-export-piece");
        await using (events.ConfigureAwait(false))
        {
            await NodeLink.RunAsync(
                url,
                expectedGenesisHash: null,
                async (chain, node, token) =>
                {
                    string name = await node.Chain.GetChainAsync(token).ConfigureAwait(false);
                    Kzg kzg = ChainKzg.Load(name, kzgParameters, events);
                    using IRecordCommitter committer = await Task.Run(() => committers(kzg, events), token).ConfigureAwait(false);
                    PieceExporter exporter = new(options, kzg, events, committer);
                    int made = await exporter.RunAsync(node, node.Chain, chain.GenesisHash, token).ConfigureAwait(false);
                    events.Report(new Notice($"{options.Output} has all pieces: {made} segments were made now"));
                },
                events,
                cancellationToken).ConfigureAwait(false);
        }

        return ExitCodes.Success;
    }
}
