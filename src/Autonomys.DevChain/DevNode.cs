using System.Net;
using Autonomys.Archiving.Segments;
using Autonomys.Cryptography.Kzg;
using Autonomys.DevChain.Archiving;
using Autonomys.DevChain.Authoring;
using Autonomys.DevChain.Import;
using Autonomys.DevChain.Rpc;
using Autonomys.DevChain.Slots;
using Autonomys.DevChain.State;
using Autonomys.DevChain.Storage;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain;

/// <summary>A running node of a development chain. It can be stopped and started again any number of times, in one process or in many.</summary>
public sealed class DevNode : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<IDisposable> _stores = [];
    private readonly Lock _observeLock = new();
    private readonly Action<DevChainEvent> _observer;
    private readonly DevChainOptions _options;
    private SlotWorker? _worker;
    private SegmentHeaderStore? _headers;
    private RpcServer? _server;
    private int _disposed;

    private DevNode(DevChainOptions options, Action<DevChainEvent>? observer)
    {
        _options = options;
        _observer = observer ?? (static _ => { });
    }

    /// <summary>Ends when the node is disposed; fails when the chain cannot go on.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Where the RPC server listens.</summary>
    public IPEndPoint RpcEndPoint => _server?.EndPoint ?? throw NotStarted();

    /// <summary>The RPC server's address for WebSocket clients.</summary>
    public Uri RpcUrl => new($"ws://{RpcEndPoint}");

    /// <summary>Number of the best block.</summary>
    public uint BestNumber => Best.Number;

    /// <summary>Hash of the best block.</summary>
    public Bytes32 BestHash => Best.Hash;

    /// <summary>Slot of the best block.</summary>
    public SlotNumber BestSlot => Best.Slot;

    public Bytes32 GenesisHash => Best.GenesisHash;

    /// <summary>Segments archived so far.</summary>
    public HistorySize HistorySize => new((ulong)(_headers?.Count ?? throw NotStarted()));

    /// <summary>Range of a block on top of the best one.</summary>
    public SolutionRange SolutionRange => Best.RangeForNextBlock;

    internal ChainState Best => _worker?.Best ?? throw NotStarted();

    /// <summary>Rewards of an address, in Shannon (10⁻¹⁸ AI3).</summary>
    public UInt128 BalanceOf(PublicKey address) => Best.Balances.GetValueOrDefault(address);

    /// <summary>Opens or begins the chain with the network's archiving and verification; else as the overload with both parts.</summary>
    /// <param name="options">The chain and the node.</param>
    /// <param name="kzg">Parameters of the chain, the same at every start.</param>
    /// <param name="observer">Told of everything that happens, one call at a time; must not block.</param>
    /// <param name="cancellationToken">Cancels starting.</param>
    /// <exception cref="DevChainException">An option is wrong, a file is damaged or locked, the port is in use.</exception>
    public static Task<DevNode> StartAsync(
        DevChainOptions options, Kzg kzg, Action<DevChainEvent>? observer = null, CancellationToken cancellationToken = default) =>
        StartAsync(
            options,
            new HistoryArchivers(new KzgSegmentCommitter(kzg, options.ArchivingThreads), options.ArchivingThreads),
            new CompleteSolutionVerifier(kzg),
            observer,
            cancellationToken);

    /// <summary>Opens or begins the chain, archives its genesis segment on the first start, and serves its RPC.</summary>
    /// <param name="options">The chain and the node.</param>
    /// <param name="archivers">Archives the chain's blocks.</param>
    /// <param name="verifier">Verifies solutions.</param>
    /// <param name="observer">Told of everything that happens, one call at a time; must not block.</param>
    /// <param name="cancellationToken">Cancels starting.</param>
    /// <exception cref="DevChainException">An option is wrong, a file is damaged or locked, the port is in use.</exception>
    internal static async Task<DevNode> StartAsync(
        DevChainOptions options,
        IHistoryArchivers archivers,
        ISolutionVerifier verifier,
        Action<DevChainEvent>? observer,
        CancellationToken cancellationToken)
    {
        options.Validate();
        DevNode node = new(options, observer);
        try
        {
            await node.StartCoreAsync(archivers, verifier, cancellationToken);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops serving, then the chain, then closes its files; everything that was announced is on the disk.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stop.CancelAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        // Its failure was told to the observer and is the caller's to see in Completion.
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (IDisposable store in Enumerable.Reverse(_stores))
        {
            store.Dispose();
        }

        _stop.Dispose();
    }

    private async Task StartCoreAsync(IHistoryArchivers archivers, ISolutionVerifier verifier, CancellationToken cancellationToken)
    {
        ChainSpec spec = ChainFolder.Prepare(_options);
        string folder = _options.ChainFolder;
        BlockStore blocks = Keep(BlockStore.Open(Path.Combine(folder, "blocks.log"), spec, out ChainState best));
        SegmentHeaderStore headers = Keep(SegmentHeaderStore.Open(Path.Combine(folder, "segments.log")));
        SegmentPieceStore pieces = Keep(SegmentPieceStore.Open(Path.Combine(folder, "pieces")));
        ReportRepair("blocks.log", blocks.TornBytes);
        ReportRepair("segments.log", headers.TornBytes);
        _headers = headers;

        ImportQueue imports = _options.ImportPath is null
            ? ImportQueue.Empty
            : await Task.Run(() => ImportQueue.Open(_options.ImportPath, Observe, cancellationToken), cancellationToken);
        SegmentAnnouncer announcer = new(_options.SegmentAcknowledgementTimeout, _options.TimeProvider);
        ChainArchiver archiver = new(blocks, headers, pieces, announcer, archivers, spec, Observe);
        await archiver.InitializeAsync(best, cancellationToken);

        Broadcast<SlotInfo> slots = new(NodeJsonContext.Default.SlotInfo);
        RewardSigner signer = new(_options.RewardSigningTimeout, _options.TimeProvider);
        SolutionInbox inbox = new((int)spec.BlockAuthoringDelaySlots);
        BlockAuthor author = new(verifier, headers, signer, imports, _options, Observe);
        Timekeeper timekeeper = new(
            spec.PotIterationsPerSlot, _options.SlotDuration, _options.TimeProvider, (slot, token) => WaitWhileIdleAsync(slot, slots, token));
        SlotWorker worker = new(best, blocks, author, archiver, inbox, timekeeper, slots, _options.UnsafeRpcAllowed, Observe);
        _worker = worker;

        SubspaceMethods subspace = new(spec, () => worker.Best, headers, pieces, inbox, signer, announcer, slots);
        ChainMethods chain = new(() => worker.Best, blocks, headers);
        RpcRegistry registry = new(subspace.Methods.Concat(chain.Methods), subspace.Streams);
        _server = await RpcServer.StartAsync(_options.RpcListenOn, registry, new RpcLimits(), _options.UnsafeRpcAllowed, cancellationToken);
        Observe(new ChainStarted(best.GenesisHash, best.Number, best.Slot, HistorySize, RpcUrl));
        Completion = RunAsync(worker, timekeeper, PotInput.AfterBest(best));
    }

    private async Task RunAsync(SlotWorker worker, Timekeeper timekeeper, PotInput input)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        Task[] tasks = [Task.Run(() => timekeeper.RunAsync(input, stop.Token)), Task.Run(() => worker.RunAsync(stop.Token))];
        Task first = await Task.WhenAny(tasks);
        await stop.CancelAsync();
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (first.Exception?.InnerException is { } failure)
        {
            Observe(new ChainFailed(failure));
            await first;
        }
    }

    /// <summary>Lets time stop once nobody has listened to slots for long.</summary>
    private async ValueTask WaitWhileIdleAsync(SlotNumber slot, Broadcast<SlotInfo> slots, CancellationToken cancellationToken)
    {
        bool told = false;
        while (slots.Count == 0 && slot.Value > Best.Slot.Value + _options.IdleSlotLimit)
        {
            if (!told)
            {
                told = true;
                Observe(new TimePaused(slot));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), _options.TimeProvider, cancellationToken);
        }
    }

    private void ReportRepair(string file, long bytes)
    {
        if (bytes > 0)
        {
            Observe(new StorageRepaired(Path.Combine(_options.ChainFolder, file), bytes));
        }
    }

    private void Observe(DevChainEvent happened)
    {
        lock (_observeLock)
        {
            _observer(happened);
        }
    }

    private T Keep<T>(T store)
        where T : IDisposable
    {
        _stores.Add(store);
        return store;
    }

    private static InvalidOperationException NotStarted() => new("The node has not started.");
}
