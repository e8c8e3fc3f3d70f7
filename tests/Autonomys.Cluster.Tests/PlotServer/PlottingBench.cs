using System.Net;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.PlotServer;
using Autonomys.Cluster.Tests.Bus;
using Autonomys.Cluster.Transfer;
using Autonomys.Farming.Plotting;
using Autonomys.Messaging;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Cluster.Tests.PlotServer;

/// <summary>A plot-server's worker on an in-process bus, with its own way to it, a directory, and an encoder that takes no time.</summary>
internal sealed class PlottingBench : IAsyncDisposable
{
    public static readonly FarmerProtocolInfo Protocol = new(new(1), 1000, 5, 1, 10, 4);

    private readonly CancellationTokenSource _stop = new();
    private readonly SectorPlotter _plotter;
    private Task _working = Task.CompletedTask;
    private Task _telling = Task.CompletedTask;
    private TransferServer? _server;

    private PlottingBench(IClusterBus bus, string basePath, string id, ClusterToken token, JobBoard board, CuttableBus way)
    {
        (Bus, Way, Id, Board) = (bus, way, id, board);
        Finished = FinishedSectors.Open(basePath);
        Context = new ClusterContext(way, token, IPAddress.Loopback, _ => throw new NotSupportedException(), Events);
        _plotter = new SectorPlotter(new EmptyPieces(), [Encoder]);
        Worker = new JobWorker(
            new PlotServerOptions { BasePath = basePath, ListenOn = new IPEndPoint(IPAddress.Loopback, 0) },
            2, id, Context, Finished, board, _plotter, Protocol, Progress);
    }

    public IClusterBus Bus { get; }

    public CuttableBus Way { get; }

    public string Id { get; }

    public JobBoard Board { get; }

    public FinishedSectors Finished { get; }

    public ClusterContext Context { get; }

    public RecordedEvents Events { get; } = new();

    public QuickEncoder Encoder { get; } = new();

    public PlotServerComponent.Progress Progress { get; } = new();

    public JobWorker Worker { get; }

    public static async Task<PlottingBench> CreateAsync(IClusterBus bus, string basePath, string id)
    {
        CuttableBus way = new(bus);
        return new PlottingBench(
            bus, basePath, id, await ClusterToken.LoadAsync(bus, CancellationToken.None), await JobBoard.OpenAsync(way, CancellationToken.None), way);
    }

    /// <summary>Works as the component does, until the end of the test.</summary>
    public void Start() => _working = Task.Run(() => Cluster.Bus.BusExtensions.RepeatAsync(
        "Taking plot jobs", () => Worker.WorkAsync(_stop.Token), Events, _stop.Token));

    /// <summary>Serves finished sectors and tells the cluster so, as the component does.</summary>
    public async Task ServeAsync()
    {
        SectorEndpoints endpoints = new(Finished, async (job, token) =>
        {
            Finished.Remove(job);
            await Board.RemoveAsync(job, token);
        });
        _server = await TransferServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), IPAddress.Loopback, Context.Token, endpoints.Map, default);
        _telling = Task.Run(() => Context.Members.TellAsync(
            () => ClusterContext.Self(Id, MemberRole.PlotServer, _server.Endpoint), _stop.Token));
    }

    /// <summary>Ends the worker as the end of its process does, without a word.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    public async Task<PlotJobState?> StateAsync(PlotJob job) => (await (await JobBoard.OpenAsync(Bus, default)).FindAsync(job.Id, default))?.State;

    public async Task<PlotJobState> WaitForAsync(PlotJob job, Predicate<PlotJobState> isThere)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        while (true)
        {
            if (await StateAsync(job) is { } state && isThere(state))
            {
                return state;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>What a farm does: first the state, then the item.</summary>
    public static async Task AskAsync(IClusterBus bus, PlotJob job)
    {
        JobBoard board = await JobBoard.OpenAsync(bus, default);
        await board.TryCreateAsync(new PlotJobState(job, PlotJobStage.Queued), default);
        IWorkQueue queue = await bus.OpenWorkQueueAsync(PlotJob.Queue, PlotJob.Patience, default);
        await queue.EnqueueAsync(job.AttemptId, Cluster.Bus.ClusterJson.Encode(job), default);
    }

    public async ValueTask DisposeAsync()
    {
        Encoder.LetGo();
        await StopAsync();
        _plotter.Dispose();
        Encoder.Dispose();
        Context.Dispose();
        _stop.Dispose();
    }
}
