using System.CommandLine;
using System.Net;
using Autonomys.Cli.Output;
using Autonomys.Cli.Parsing;
using Autonomys.Cli.Running;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.History;
using Autonomys.Cluster.SingleMachine;
using Autonomys.Cryptography.Kzg;
using Autonomys.DevChain;
using Autonomys.Farming.Farms;
using Autonomys.Farming.Farms.Space;
using Autonomys.Farming.Plotting;

namespace Autonomys.Cli.Commands;

/// <summary>`dev`: a development chain and its farmer in one process, nothing else needed.</summary>
internal static class DevCommand
{
    private const int DefaultSectors = 2;
    private const int DefaultPiecesInSector = 10;

    public static Command Create()
    {
        Option<string> basePath = new("--base-path")
        {
            Description = "Where chain, piece cache and farm are kept; made when missing.",
            HelpName = "DIR",
            DefaultValueFactory = _ => DataDirectory.Path("dev"),
        };
        Option<int> sectors = OptionParsing.Number("--sectors", "Sectors to farm.", 1, FarmAllocation.MaxSectors, DefaultSectors);
        Option<int> pieces = OptionParsing.Number(
            "--pieces-in-sector", "Pieces in a sector of a new farm (the network: 1000; each takes a MiB).", 1, 1000, DefaultPiecesInSector);
        Option<int?> exitAfter = OptionParsing.Number(
            "--exit-after-blocks", "End with exit code 0 after this many accepted blocks.", 1, int.MaxValue);
        Option<string?> import = new("--import")
        {
            Description = "A file, or a directory of files, that becomes the bodies of the next blocks.",
            HelpName = "FILE|DIR",
        };
        Option<IPEndPoint> listenOn = OptionParsing.ListenOn("--rpc-listen-on", "Where the chain's RPC listens.", "127.0.0.1:9944");
        EncodingThreadOptions encoding = new("--cpu-record-encoding-concurrency");
        Option<int?> farmingThreads = OptionParsing.Number(
            "--farming-thread-pool-size", "Threads that audit and prove; default: one per core, at most 32.", 1, 1024);
        Option<bool> json = OptionParsing.Json("Print one JSON object per event.");
        Command command = new("dev", "Run a development chain and farm it: everything in one process.")
        {
            basePath, sectors, pieces, exitAfter, import, listenOn, farmingThreads, json,
        };
        encoding.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new Settings(
                Path.GetFullPath(parsed.GetRequiredValue(basePath)),
                parsed.GetValue(sectors),
                (ushort)parsed.GetValue(pieces),
                parsed.GetValue(exitAfter),
                parsed.GetValue(import),
                parsed.GetRequiredValue(listenOn),
                encoding.Concurrency(parsed),
                encoding.Threads(parsed),
                parsed.GetValue(farmingThreads),
                parsed.GetValue(json)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        Require(settings);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IEventReporter events = EventReporters.Create(settings.Json, "autonomys-farmer dev");
        await using (events.ConfigureAwait(false))
        {
            try
            {
                Kzg kzg = await DevelopmentChain.LoadKzgAsync(settings.BasePath, events, stop.Token).ConfigureAwait(false);
                DevChainEvents chainEvents = new(events, isOwn: _ => true);
                int blocks = 0;
                DevNode node = await DevNode.StartAsync(
                    ChainOptions(settings),
                    kzg,
                    happened =>
                    {
                        chainEvents.Report(happened);
                        if (happened is DevChain.BlockProduced && ++blocks == settings.ExitAfterBlocks)
                        {
                            stop.CancelAsync();
                        }
                    },
                    stop.Token).ConfigureAwait(false);
                await using (node.ConfigureAwait(false))
                {
                    await FarmAsync(settings, node, kzg, events, stop).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Asked to stop, by the operator or by --exit-after-blocks: that is success.
            }
        }

        return ExitCodes.Success;
    }

    /// <summary>What can be refused is refused before anything is made.</summary>
    private static void Require(Settings settings)
    {
        if (settings.Import is { } import && !File.Exists(import) && !Directory.Exists(import))
        {
            throw new CommandException($"--import {import}: there is no such file or directory.");
        }

        try
        {
            Directory.CreateDirectory(settings.BasePath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"--base-path {settings.BasePath}: the directory cannot be made: {exception.Message}");
        }

        RequireSpace(settings);
    }

    /// <summary>A new farm that cannot fit is refused before the minute that the genesis segment takes.</summary>
    private static void RequireSpace(Settings settings)
    {
        const int CachePercentage = FarmAllocation.DefaultCachePercentage;
        if (Directory.Exists(Path.Combine(settings.BasePath, "farm")))
        {
            return;
        }

        // The genesis segment: its pieces in the chain and in the cache, and the KZG parameters with their tables.
        const ulong Other = (2 * (ulong)PieceStore.SegmentFileSize) + (64 << 20);
        ulong available = DiskSpace.Available(settings.BasePath);
        ulong farm = FarmAllocation.SpaceForSectors(settings.Sectors, settings.PiecesInSector, CachePercentage);
        if (farm + Other > available)
        {
            ulong left = available > Other ? available - Other : 0;
            throw new CommandException(
                $"--base-path {settings.BasePath}: {settings.Sectors} sectors of {settings.PiecesInSector} pieces need {ByteSize.FormatExact(farm + Other)} "
                + $"with the chain and its pieces, {ByteSize.FormatExact(available)} are free. {FarmSizing.WhatFits(left, settings.PiecesInSector, CachePercentage)}");
        }
    }

    private static async Task FarmAsync(Settings settings, DevNode node, Kzg kzg, IFarmerEvents events, CancellationTokenSource stop)
    {
        SingleMachineOptions options = new()
        {
            Farms = [new FarmOptions(Path.Combine(settings.BasePath, "farm"), new FarmSize.ForSectors(settings.Sectors))],
            PieceCacheDirectory = Path.Combine(settings.BasePath, "pieces"),
            MaxPiecesInSector = settings.PiecesInSector,
            RecordEncodingConcurrency = settings.RecordEncodingConcurrency,
            EncodingThreads = settings.EncodingThreads,
        };
        options = options with { FarmingThreads = settings.FarmingThreads ?? options.FarmingThreads };
        Task farming = FarmingRun.RunAsync(node.RpcUrl, _ => options, _ => kzg, events, stop.Token);
        Task first = await Task.WhenAny(farming, node.Completion).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await farming.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
    }

    /// <summary>None depends on an option, so that a chain outlives their change.</summary>
    private static DevChainOptions ChainOptions(Settings settings) => DevelopmentChain.SmallConstants(settings.BasePath) with
    {
        RpcListenOn = settings.RpcListenOn,
        ImportPath = settings.Import,
    };

    private sealed record Settings(
        string BasePath,
        int Sectors,
        ushort PiecesInSector,
        int? ExitAfterBlocks,
        string? Import,
        IPEndPoint RpcListenOn,
        int RecordEncodingConcurrency,
        EncodingThreads EncodingThreads,
        int? FarmingThreads,
        bool Json);
}
