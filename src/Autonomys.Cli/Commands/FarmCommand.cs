using System.CommandLine;
using Autonomys.Cli.Output;
using Autonomys.Cli.Parsing;
using Autonomys.Cli.Running;
using Autonomys.Cluster.SingleMachine;
using Autonomys.Farming.Farms;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Cli.Commands;

/// <summary>`farm`: farms of this machine against a node; options are named as the official farmer names them.</summary>
internal static class FarmCommand
{
    public static Command Create()
    {
        Argument<FarmOptions[]> farms = OptionParsing.DiskFarms();
        Option<Uri> nodeRpcUrl = OptionParsing.NodeRpcUrl();
        Option<PublicKey?> rewardAddress = OptionParsing.RewardAddress("Who gets the rewards (su…, st…, 5…).");
        rewardAddress.Required = true;
        Option<string?> kzgParameters = OptionParsing.KzgParametersFile();
        Option<string?> pieceCache = new("--piece-cache")
        {
            Description = "Directory for the pieces of the chain's history, 256 MiB a segment; default: in the user's data directory.",
            HelpName = "DIR",
        };
        Option<int> cachePercentage = OptionParsing.Number("--cache-percentage", "Share of each farm's space that is piece cache, in percent.", 1, 99, 1);
        Option<int?> maxPieces = OptionParsing.Number("--max-pieces-in-sector", "Pieces in sectors of new farms; default: what the chain allows.", 1, 1000);
        Option<int?> sectorConcurrency = OptionParsing.Number("--cpu-sector-encoding-concurrency", "Sectors in memory at once.", 1, 1024);
        EncodingThreadOptions encoding = new("--cpu-record-encoding-concurrency");
        Option<int?> farmingThreads = OptionParsing.Number(
            "--farming-thread-pool-size", "Threads that audit and prove; default: one per core, at most 32.", 1, 1024);
        Option<bool> create = new("--create") { Description = "Whether farms that do not exist are made.", DefaultValueFactory = _ => true };
        Option<bool> disableLocking = new("--disable-farm-locking") { Description = "For file systems that cannot lock." };
        Option<bool> exitOnFarmError = new("--exit-on-farm-error")
        {
            Description = "End with exit code 1 when the first farm fails; without it the others go on, and the failed one is tried again.",
        };
        Option<bool> bufferedIo = new("--buffered-io") { Description = "Read plots through the page cache." };
        Option<bool> json = OptionParsing.Json("Print one JSON object per event.");
        Command command = new("farm", "Farm against a node: plot, audit, prove, sign.")
        {
            farms, nodeRpcUrl, rewardAddress, kzgParameters, pieceCache, cachePercentage, maxPieces, sectorConcurrency,
            farmingThreads, create, disableLocking, exitOnFarmError, bufferedIo, json,
        };
        encoding.AddTo(command);
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
                    ExitOnFarmError = parsed.GetValue(exitOnFarmError),
                    DirectIo = !parsed.GetValue(bufferedIo),
                };
                return options with
                {
                    SectorPlottingConcurrency = parsed.GetValue(sectorConcurrency) ?? options.SectorPlottingConcurrency,
                    RecordEncodingConcurrency = encoding.Concurrency(parsed),
                    EncodingThreads = encoding.Threads(parsed),
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
        ChainKzg.RequireKnown(kzgParameters);
        IEventReporter events = EventReporters.Create(json, "autonomys-farmer farm");
        await using (events.ConfigureAwait(false))
        {
            try
            {
                await FarmingRun.RunAsync(nodeRpcUrl, options, chain => ChainKzg.Load(chain, kzgParameters, events), events, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Asked to stop: a clean end.
            }
        }

        return ExitCodes.Success;
    }
}
