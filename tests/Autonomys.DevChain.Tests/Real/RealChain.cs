using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Autonomys.Archiving.Segments;
using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Cryptography.Kzg;
using Autonomys.DevChain.Archiving;
using Autonomys.Farming.Farms;
using Autonomys.Farming.Farms.Space;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Space;
using Autonomys.Node.Client;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.DevChain.Tests.Real;

/// <summary>
/// A chain whose genesis segment is really archived, and a farm with a really plotted sector: made once for the tests of this
/// folder, each of which goes on with a copy of its own.
/// </summary>
public sealed class RealChain : IAsyncLifetime
{
    public const ushort PiecesInSector = 4;

    private readonly TestFolder _folder = new();

    internal Kzg Kzg { get; private set; } = null!;

    /// <summary>What took how long; for the test's output.</summary>
    public string Timings { get; private set; } = "";

    /// <summary>Slots whose solutions may take six seconds, and ranges that nearly every slot has a solution in.</summary>
    internal static DevChainOptions Options(string basePath) => new()
    {
        BasePath = basePath,
        BlockAuthoringDelaySlots = 6,
        PotIterationsPerSlot = 64,
        InitialSolutionRange = new(ulong.MaxValue / 2),
        AdjustSolutionRange = true,
        EraDurationBlocks = 4,
        ExpectedVotesPerBlock = 1,
        ConfirmationDepthBlocks = 1,
        MinSectorLifetimeSegments = 1,
        RpcListenOn = new(System.Net.IPAddress.Loopback, 0),
        // On a busy machine half a second may pass without this process running at all.
        RewardSigningTimeout = TimeSpan.FromSeconds(10),
    };

    public async ValueTask InitializeAsync()
    {
        Phase phase = new(this);
        Kzg = Kzg.Development();
        Kzg.Prepare(threads: 0, default);
        phase.End("KZG parameters");
        ConcurrentQueue<DevChainEvent> events = new();
        await using DevNode node = await DevNode.StartAsync(Options(_folder.File("chain")), Kzg, events.Enqueue);
        phase.End("start with genesis segment");
        Assert.Contains(events, happened => happened is SegmentArchived { Header.SegmentIndex.Value: 0 });
        Assert.Equal(128, events.OfType<SegmentArchiving>().Max(happened => happened.RecordsDone));
        await using RpcNodeClient client = new(node.RpcUrl);
        FarmerAppInfo info = await client.GetFarmerAppInfoAsync(default);
        await PlotAsync(_folder.File("farm"), new NodePieces(client), info, new(0));
        phase.End("farm with a sector of 4 pieces");
    }

    /// <summary>Copies of the chain and the farm in a folder.</summary>
    internal void CopyTo(string folder)
    {
        foreach (string source in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(folder, Path.GetRelativePath(_folder.Path, source));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
        }
    }

    /// <summary>The network's archiving with this chain's parameters.</summary>
    internal HistoryArchivers Archivers() => new(new KzgSegmentCommitter(Kzg), 0);

    internal static Farm OpenFarm(string directory, FarmerAppInfo info) => Farm.Open(new FarmOpenOptions
    {
        Directory = directory,
        Size = new FarmSize.ForSectors(2),
        GenesisHash = Blake3Hash.From(info.GenesisHash.AsSpan()),
        MaxPiecesInSector = info.ProtocolInfo.MaxPiecesInSector,
        PiecesInSector = PiecesInSector,
    });

    /// <summary>Plots a sector of the history that the node tells of.</summary>
    internal static async Task PlotAsync(string directory, IPieceSource pieces, FarmerAppInfo info, SectorIndex index)
    {
        using Farm farm = OpenFarm(directory, info);
        ErasureCoding coding = new(16);
        using CpuRecordEncoder first = new(new CpuRecordProofs(), coding);
        using CpuRecordEncoder second = new(new CpuRecordProofs(), coding);
        using SectorPlotter plotter = new(pieces, [first, second]);
        using EncodedSector sector = await plotter.PlotAsync(farm.Identity.PublicKey, index, PiecesInSector, info.ProtocolInfo, null, default);
        farm.WriteSector(sector);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Pieces from a node that has only its oldest and newest segment.</summary>
    internal sealed class NodePieces(INodeClient node) : IPieceSource
    {
        public async ValueTask<Piece?> GetPieceAsync(PieceIndex pieceIndex, CancellationToken cancellationToken) =>
            await node.GetPieceAsync(pieceIndex, cancellationToken);
    }

    private sealed class Phase(RealChain owner)
    {
        private readonly Process _process = Process.GetCurrentProcess();
        private long _start = Stopwatch.GetTimestamp();
        private TimeSpan _processor = Process.GetCurrentProcess().TotalProcessorTime;

        public void End(string name)
        {
            _process.Refresh();
            owner.Timings += string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {Stopwatch.GetElapsedTime(_start).TotalSeconds:F1} s, {(_process.TotalProcessorTime - _processor).TotalSeconds:F1} s of processors; at most {_process.PeakWorkingSet64 >> 20} MiB\n");
            _start = Stopwatch.GetTimestamp();
            _processor = _process.TotalProcessorTime;
        }
    }
}
