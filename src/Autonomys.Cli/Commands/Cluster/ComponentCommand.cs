using System.CommandLine;
using System.CommandLine.Parsing;
using Autonomys.Cli.Parsing;
using Autonomys.Cluster;
using Autonomys.Cluster.Controller;
using Autonomys.Cluster.FullPieceCache;
using Autonomys.Cluster.PlotClient;
using Autonomys.Cluster.PlotServer;
using Autonomys.Cluster.ProofServer;
using Autonomys.Cluster.ShardedCache;
using Autonomys.Farming.Farms;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Proving;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Cli.Commands.Cluster;

/// <summary>The command of one component, and how to make the component of what was parsed.</summary>
/// <param name="Command">The command.</param>
/// <param name="Make">Makes the component.</param>
/// <param name="Push">Where its metrics are pushed to; null for components that cannot.</param>
internal sealed record ComponentCommand(
    Command Command, Func<ParseResult, IClusterComponent> Make, Func<ParseResult, PushTarget?>? Push = null)
{
    public static IReadOnlyList<ComponentCommand> All(ClusterOptions options) =>
        [Controller(options), ShardedCache(options), FullPieceCache(options), PlotServer(options), ProofServer(options), PlotClient(options)];

    private static ComponentCommand Controller(ClusterOptions options)
    {
        Option<bool> temporary = new("--tmp") { Description = "Keep nothing: the base path is a temporary directory that is removed at the end." };
        Option<string?> basePath = new("--base-path")
        {
            Description = "Directory for the pieces of new segments until the caches have them; default: in the user's data directory.",
            HelpName = "DIR",
        };
        Option<bool> retain = new("--retain-metadata") { Description = "Keep the pieces in the base path after the caches have them." };
        Option<Uri[]> urls = new("--node-rpc-url")
        {
            Description = "WebSocket address of a node, which must allow unsafe RPC methods; give it again for more nodes.",
            HelpName = "URL",
            DefaultValueFactory = _ => [new Uri("ws://127.0.0.1:9944")],
            CustomParser = result =>
            {
                List<Uri> nodes = [];
                foreach (Token token in result.Tokens)
                {
                    if (Uri.TryCreate(token.Value, UriKind.Absolute, out Uri? url) && url.Scheme is "ws" or "wss")
                    {
                        nodes.Add(url);
                    }
                    else
                    {
                        result.AddError($"--node-rpc-url {token.Value}: not a WebSocket address, such as ws://127.0.0.1:9944.");
                    }
                }

                return [.. nodes];
            },
        };
        Command command = new("controller", "Connect nodes with the cluster: slots, solutions, reward signatures, new segments.")
        {
            temporary, basePath, retain, urls,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(temporary) && result.GetValue(basePath) is not null)
            {
                result.AddError("--tmp and --base-path exclude each other: a temporary directory is made and removed.");
            }
        });
        return new ComponentCommand(command, parsed => new ControllerComponent(new ControllerOptions
        {
            NodeRpcUrls = parsed.GetRequiredValue(urls),
            BasePath = parsed.GetValue(temporary)
                ? Directory.CreateTempSubdirectory("autonomys-controller-").FullName
                : parsed.GetValue(basePath) ?? DataDirectory.Path("controller"),
            Temporary = parsed.GetValue(temporary),
            RetainPieces = parsed.GetValue(retain),
            ListenOn = parsed.GetValue(options.ListenOn) ?? ClusterCommand.AnyAddress(),
            Advertise = parsed.GetValue(options.Advertise),
        }));
    }

    private static ComponentCommand ShardedCache(ClusterOptions options)
    {
        Argument<CacheDirectory> cache = OptionParsing.CacheDirectory(hasSize: true);
        Option<bool> memory = new("--mem-cache") { Description = "Keep the items in memory too, as much as they are on disk." };
        Command command = new("sharded-cache", "Keep a share of all pieces for the plot-servers.") { cache, memory };
        return new ComponentCommand(command, parsed => new ShardedCacheComponent(new ShardedCacheOptions
        {
            Directory = parsed.GetRequiredValue(cache).Directory,
            Size = parsed.GetRequiredValue(cache).Size,
            InMemory = parsed.GetValue(memory),
            ListenOn = parsed.GetValue(options.ListenOn) ?? ClusterCommand.AnyAddress(),
            Advertise = parsed.GetValue(options.Advertise),
        }));
    }

    private static ComponentCommand FullPieceCache(ClusterOptions options)
    {
        Argument<CacheDirectory> cache = OptionParsing.CacheDirectory(hasSize: false);
        Option<bool> visible = new("--visible") { Description = "Let plot-servers read from it directly, before the sharded caches." };
        Command command = new("full-piece-sharded-cache", "Keep every piece of the history on disk, and fill the sharded caches.") { cache, visible };
        return new ComponentCommand(command, parsed => new FullPieceCacheComponent(new FullPieceCacheOptions
        {
            Directory = parsed.GetRequiredValue(cache).Directory,
            Visible = parsed.GetValue(visible),
            ListenOn = parsed.GetValue(options.ListenOn) ?? ClusterCommand.AnyAddress(),
            Advertise = parsed.GetValue(options.Advertise),
        }));
    }

    private static ComponentCommand PlotServer(ClusterOptions options)
    {
        Argument<string> basePath = new("base-path") { Description = "Directory of finished sectors until their farms have them." };
        EncodingThreadOptions encoding = new("--record-encoding-concurrency");
        Option<int?> sectors = OptionParsing.Number(
            "--sector-encoding-concurrency", "Sectors in memory at once: the next ones are downloaded while one is encoded; default: what fits the memory, at most 4.", 1, 64);
        Option<bool> priority = new("--priority-cache") { Description = "Read pieces from the sharded caches before the full-piece cache." };
        Option<int?> port = OptionParsing.Number("--listen-port", "Port of the data plane, on all addresses; default: a free one.", 1, ushort.MaxValue);
        GpuOptions gpu = GpuOptions.Create();
        Command command = new("plot-server", "Plot the sectors of all farms of the cluster.") { basePath, sectors, priority, port };
        encoding.AddTo(command);
        gpu.AddTo(command);
        return new ComponentCommand(command, parsed =>
        {
            PlotServerOptions defaults = new()
            {
                BasePath = parsed.GetRequiredValue(basePath),
                PriorityCache = parsed.GetValue(priority),
                ListenOn = parsed.GetValue(options.ListenOn) ?? ClusterCommand.AnyAddress(parsed.GetValue(port) ?? 0),
                Advertise = parsed.GetValue(options.Advertise),
            };
            PlotServerOptions plotServer = defaults with
            {
                RecordEncodingConcurrency = encoding.Concurrency(parsed),
                EncodingThreads = encoding.Threads(parsed),
                SectorConcurrency = parsed.GetValue(sectors),
            };
            return new PlotServerComponent(plotServer, gpu.Read(parsed, plotServer.RecordEncodingConcurrency));
        });
    }

    private static ComponentCommand ProofServer(ClusterOptions options)
    {
        Option<int?> threads = OptionParsing.Number("--farming-thread-pool-size", "Threads of a proof; default: one per core, at most 32.", 1, 1024);
        Option<GpuBackend> backend = GpuBackendOption.Create("What makes proofs");
        Command command = new("proof-server", "Prove what plot-clients find.") { threads, backend };
        PushOptions push = PushOptions.Create("--exporter-endpoint", "--exporter-internal", "--proof-label");
        push.AddTo(command);
        return new ComponentCommand(command, parsed =>
        {
            ProofServerOptions defaults = new()
            {
                ListenOn = parsed.GetValue(options.ListenOn) ?? ClusterCommand.AnyAddress(),
                Advertise = parsed.GetValue(options.Advertise),
            };
            return new ProofServerComponent(
                defaults with { Threads = parsed.GetValue(threads) ?? defaults.Threads }, new GpuProofDeviceSource(parsed.GetValue(backend)));
        }, parsed => push.Read(parsed, "proof-server"));
    }

    private static ComponentCommand PlotClient(ClusterOptions options)
    {
        Argument<FarmOptions[]> farms = OptionParsing.DiskFarms();
        Option<PublicKey?> rewardAddress = OptionParsing.RewardAddress("Who gets the rewards (su…, st…, 5…).");
        rewardAddress.Required = true;
        Option<int> cachePercentage = OptionParsing.Number("--cache-percentage", "Share of each farm's space that is piece cache, in percent.", 1, 99, 1);
        Option<int?> maxPieces = OptionParsing.Number("--max-pieces-in-sector", "Pieces in sectors of new farms; default: what the chain allows.", 1, 1000);
        Option<int?> inWork = OptionParsing.Number(
            "--sectors-in-work", "Sectors of one farm that the plot-servers work on at once; default 4.", 1, 1024);
        Option<int?> threads = OptionParsing.Number(
            "--farming-thread-pool-size", "Threads that audit and prove; default: one per core, at most 32.", 1, 1024);
        Option<bool> create = new("--create") { Description = "Whether farms that do not exist are made.", DefaultValueFactory = _ => true };
        Option<bool> disableLocking = new("--disable-farm-locking") { Description = "For file systems that cannot lock." };
        Option<bool> exitOnFarmError = new("--exit-on-farm-error")
        {
            Description = "End with exit code 1 when the first farm fails; without it the others go on, and the failed one is tried again.",
        };
        Option<bool> bufferedIo = new("--buffered-io") { Description = "Read plots through the page cache, unless FARMING_WITH_DIO=1 is set." };
        Command command = new("plot-client", "Farm the disks of this machine: have them plotted, audit, have proofs made, sign.")
        {
            farms, rewardAddress, cachePercentage, maxPieces, inWork, threads, create, disableLocking, exitOnFarmError, bufferedIo,
        };
        PushOptions push = PushOptions.Create("--endpoint", "--internal", "--farmer-label");
        push.AddTo(command);
        return new ComponentCommand(command, parsed =>
        {
            PlotClientOptions defaults = new()
            {
                Farms = parsed.GetRequiredValue(farms),
                RewardAddress = parsed.GetValue(rewardAddress),
                CachePercentage = parsed.GetValue(cachePercentage),
                MaxPiecesInSector = (ushort?)parsed.GetValue(maxPieces),
                CreateFarms = parsed.GetValue(create),
                LockFarms = !parsed.GetValue(disableLocking),
                ExitOnFarmError = parsed.GetValue(exitOnFarmError),
                DirectIo = Environment.GetEnvironmentVariable("FARMING_WITH_DIO") == "1" || !parsed.GetValue(bufferedIo),
            };
            return new PlotClientComponent(defaults with
            {
                SectorsInWorkPerFarm = parsed.GetValue(inWork) ?? defaults.SectorsInWorkPerFarm,
                FarmingThreads = parsed.GetValue(threads) ?? defaults.FarmingThreads,
            });
        }, parsed => push.Read(parsed, "plot-client"));
    }
}
