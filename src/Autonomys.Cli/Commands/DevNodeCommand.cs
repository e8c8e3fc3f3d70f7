using System.CommandLine;
using System.Net;
using Autonomys.Cli.Output;
using Autonomys.Cli.Parsing;
using Autonomys.Cli.Running;
using Autonomys.Cryptography.Kzg;
using Autonomys.DevChain;

namespace Autonomys.Cli.Commands;

/// <summary>`dev-node`: the development chain alone; whoever connects to its RPC farms it.</summary>
internal static class DevNodeCommand
{
    public static Command Create()
    {
        Option<string> basePath = new("--base-path")
        {
            Description = "Where the chain is kept, made when missing; that of a stopped `dev` goes on here.",
            HelpName = "DIR",
            DefaultValueFactory = _ => DataDirectory.Path("dev"),
        };
        Option<IPEndPoint> listenOn = OptionParsing.ListenOn("--rpc-listen-on", "Where the RPC listens, for HTTP and WebSocket.", "127.0.0.1:9944");
        Option<RpcMethodsPolicy> rpcMethods = new("--rpc-methods")
        {
            Description = "Who may farm: with auto, only this machine and only while the RPC listens on a loopback address.",
            HelpName = "auto|safe|unsafe",
            DefaultValueFactory = _ => RpcMethodsPolicy.Auto,
        };
        Option<string?> import = new("--import")
        {
            Description = "A file, or a directory of files, that becomes the bodies of the next blocks.",
            HelpName = "FILE|DIR",
        };
        Option<int?> exitAfter = OptionParsing.Number("--exit-after-blocks", "End with exit code 0 after this many new blocks.", 1, int.MaxValue);
        Option<TimeSpan?> signing = MeasureParsing.Duration(
            "--reward-signing-timeout", "Time that a farm has to sign (500ms).", TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        Option<TimeSpan?> acknowledgement = MeasureParsing.Duration(
            "--acknowledgement-timeout", "Time that farmers have to take a new segment (2m).", TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        Option<int> threads = OptionParsing.Number("--archiving-threads", "Threads that archive; 0 for one per processor.", 0, 1024, 0);
        Option<bool> json = OptionParsing.Json("Print one JSON object per event.");
        ChainConstantOptions constants = new();
        Command command = new("dev-node", "Run a development chain only; farm it with `farm` or any other farmer of the network.")
        {
            basePath, listenOn, rpcMethods, import, exitAfter, signing, acknowledgement, threads, json,
        };
        foreach (Option option in constants.All)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) =>
        {
            DevChainOptions options = constants.Apply(parsed, Path.GetFullPath(parsed.GetRequiredValue(basePath)));
            options = options with
            {
                RpcListenOn = parsed.GetRequiredValue(listenOn),
                RpcMethods = parsed.GetValue(rpcMethods),
                ImportPath = parsed.GetValue(import),
                RewardSigningTimeout = parsed.GetValue(signing) ?? options.RewardSigningTimeout,
                SegmentAcknowledgementTimeout = parsed.GetValue(acknowledgement) ?? options.SegmentAcknowledgementTimeout,
                ArchivingThreads = parsed.GetValue(threads),
            };
            return RunAsync(options, parsed.GetValue(exitAfter), parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(DevChainOptions options, int? exitAfter, bool json, CancellationToken cancellationToken)
    {
        options.Validate();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IEventReporter events = EventReporters.Create(json, "autonomys-farmer dev-node");
        await using (events.ConfigureAwait(false))
        {
            try
            {
                Kzg kzg = await DevelopmentChain.LoadKzgAsync(options.BasePath, events, stop.Token).ConfigureAwait(false);
                DevChainEvents chainEvents = new(events, isOwn: _ => false);
                int blocks = 0;
                DevNode node = await DevNode.StartAsync(
                    options,
                    kzg,
                    happened =>
                    {
                        chainEvents.Report(happened);
                        if (happened is BlockProduced && ++blocks == exitAfter)
                        {
                            stop.CancelAsync();
                        }
                    },
                    stop.Token).ConfigureAwait(false);
                await using (node.ConfigureAwait(false))
                {
                    await node.Completion.WaitAsync(stop.Token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Asked to stop, by the operator or by --exit-after-blocks: that is success.
            }
        }

        return ExitCodes.Success;
    }
}
