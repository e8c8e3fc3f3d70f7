using System.CommandLine;
using System.Diagnostics;
using Autonomys.Cli.Output;
using Autonomys.Cli.Parsing;
using Autonomys.Cli.Running;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.SingleMachine;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Farms;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Cli.Commands;

/// <summary>`farm`: farms of this machine against a node; options are named as the official farmer names them.</summary>
internal static class FarmCommand
{
    /// <summary>The name that development chains go by; they have KZG parameters of their own, which nobody needs to install.</summary>
    private const string DevelopmentChain = "Autonomys Development";

    public static Command Create()
    {
        Argument<FarmOptions[]> farms = OptionParsing.DiskFarms();
        Option<Uri> nodeRpcUrl = OptionParsing.NodeRpcUrl();
        Option<PublicKey?> rewardAddress = OptionParsing.RewardAddress("Who gets the rewards (su…, st…, 5…).");
        rewardAddress.Required = true;
        Option<string?> kzgParameters = new("--kzg-parameters")
        {
            Description = "File of the KZG parameters; default: AUTONOMYS_KZG_PARAMETERS, then the user's data directory.",
            HelpName = "FILE",
        };
        Option<string?> pieceCache = new("--piece-cache")
        {
            Description = "Directory for the pieces of the chain's history, 256 MiB a segment; default: in the user's data directory.",
            HelpName = "DIR",
        };
        Option<int> cachePercentage = OptionParsing.Number("--cache-percentage", "Share of each farm's space that is piece cache, in percent.", 1, 99, 1);
        Option<int?> maxPieces = OptionParsing.Number("--max-pieces-in-sector", "Pieces in sectors of new farms; default: what the chain allows.", 1, 1000);
        Option<int?> sectorConcurrency = OptionParsing.Number("--cpu-sector-encoding-concurrency", "Sectors in memory at once.", 1, 1024);
        Option<int?> recordConcurrency = OptionParsing.Number(
            "--cpu-record-encoding-concurrency", "Records encoded at once, each with some 200 MiB; default: one per core, at most 8.", 1, 1024);
        Option<int?> farmingThreads = OptionParsing.Number(
            "--farming-thread-pool-size", "Threads that audit and prove; default: one per core, at most 32.", 1, 1024);
        Option<bool> create = new("--create") { Description = "Whether farms that do not exist are made.", DefaultValueFactory = _ => true };
        Option<bool> disableLocking = new("--disable-farm-locking") { Description = "For file systems that cannot lock." };
        Option<bool> bufferedIo = new("--buffered-io") { Description = "Read plots through the page cache." };
        Option<bool> json = OptionParsing.Json("Print one JSON object per event.");
        Command command = new("farm", "Farm against a node: plot, audit, prove, sign.")
        {
            farms, nodeRpcUrl, rewardAddress, kzgParameters, pieceCache, cachePercentage, maxPieces, sectorConcurrency, recordConcurrency,
            farmingThreads, create, disableLocking, bufferedIo, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(nodeRpcUrl),
            chain =>
            {
                SingleMachineOptions options = new()
                {
                    RewardAddress = parsed.GetValue(rewardAddress),
                    Farms = parsed.GetRequiredValue(farms),
                    PieceCacheDirectory = parsed.GetValue(pieceCache) ?? DataDirectory.Path("pieces", chain.GenesisHash.ToString()),
                    CachePercentage = parsed.GetValue(cachePercentage),
                    MaxPiecesInSector = (ushort?)parsed.GetValue(maxPieces),
                    CreateFarms = parsed.GetValue(create),
                    LockFarms = !parsed.GetValue(disableLocking),
                    DirectIo = !parsed.GetValue(bufferedIo),
                };
                return options with
                {
                    SectorPlottingConcurrency = parsed.GetValue(sectorConcurrency) ?? options.SectorPlottingConcurrency,
                    RecordEncodingConcurrency = parsed.GetValue(recordConcurrency) ?? options.RecordEncodingConcurrency,
                    FarmingThreads = parsed.GetValue(farmingThreads) ?? options.FarmingThreads,
                };
            },
            parsed.GetValue(kzgParameters),
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        Uri nodeRpcUrl, Func<FarmerAppInfo, SingleMachineOptions> options, string? kzgParameters, bool json, CancellationToken cancellationToken)
    {
        // A wrong file is told before anybody waits for a node.
        if (kzgParameters is not null)
        {
            RequireKnown(KzgParameters.Locate(kzgParameters));
        }

        IEventReporter events = EventReporters.Create(json, "autonomys-farmer farm");
        await using (events.ConfigureAwait(false))
        {
            try
            {
                await FarmingRun.RunAsync(nodeRpcUrl, options, chain => LoadKzg(chain, kzgParameters, events), events, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Asked to stop: a clean end.
            }
        }

        return ExitCodes.Success;
    }

    private static void RequireKnown(string path)
    {
        try
        {
            KzgParameters.Load(path);
        }
        catch (KzgParametersException) when (IsDevelopment(path))
        {
            // Right for a development chain; which chain the node is on is not known yet.
        }
    }

    private static bool IsDevelopment(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)) == KzgParameters.Sha256(KzgParameterSet.Development);
    }

    private static Kzg LoadKzg(string chain, string? file, IFarmerEvents events)
    {
        long started = Stopwatch.GetTimestamp();
        bool development = chain == DevelopmentChain;
        string path = development ? file ?? DataDirectory.Path("kzg-development.bin") : KzgParameters.Locate(file);
        Kzg kzg = !development ? Kzg.Load(path)
            : file is null ? Kzg.Development(path)
            : new Kzg(KzgParameters.Load(path, KzgParameterSet.Development));
        events.Report(new KzgParametersReady(path, Stopwatch.GetElapsedTime(started).TotalSeconds));
        return kzg;
    }
}
