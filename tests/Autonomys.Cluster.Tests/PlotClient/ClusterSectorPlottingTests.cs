using System.Net;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.PlotClient;
using Autonomys.Cluster.PlotServer;
using Autonomys.Cluster.Tests.Bus;
using Autonomys.Cluster.Tests.PlotServer;
using Autonomys.Cluster.Transfer;
using Autonomys.Farming.Farms;
using Autonomys.Farming.Farms.Space;
using Autonomys.Farming.Plotting;
using Autonomys.Messaging.InProcess;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.Tests.PlotClient;

/// <summary>A farm has a sector plotted by a server, over the bus and a real socket, while one or the other dies.</summary>
public sealed class ClusterSectorPlottingTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("autonomys-plotting-").FullName;
    private readonly InProcessBus _bus = new();
    private readonly FakeFarm _farm = new();
    private readonly RecordedEvents _events = new();
    private readonly CancellationTokenSource _stop = new();
    private PlottingBench _server = null!;
    private CuttableBus _way = null!;
    private ClusterContext _context = null!;
    private Task _listening = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        _server = await PlottingBench.CreateAsync(_bus, Path.Combine(_directory, "server"), "server-a");
        await _server.ServeAsync();
        _way = new CuttableBus(_bus);
        _context = new ClusterContext(
            _way, await ClusterToken.LoadAsync(_bus, default), IPAddress.Loopback, _ => throw new NotSupportedException(), _events);
        _listening = Task.Run(() => _context.Members.ListenAsync(_stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _server.DisposeAsync();
        _context.Dispose();
        await _bus.DisposeAsync();
        _stop.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task The_sector_comes_into_the_farm_and_nothing_of_it_stays_behind()
    {
        _server.Start();
        await (await ClientAsync()).PlotAsync(_farm, new SectorIndex(0), new HistorySize(1), new Ignored(), default);
        RequireCommitted();
        Assert.Empty(await _server.Board.ListAsync(default));
        Assert.Equal(0, _server.Finished.Count);
        Assert.Equal(1, _server.Encoder.Encoded);
    }

    [Fact]
    public async Task A_client_that_died_goes_on_from_what_was_begun()
    {
        _server.Encoder.Hold();
        _server.Start();
        PlotJob job = PlotJob.Create(_farm.PublicKey, new SectorIndex(0), new HistorySize(1), 1);
        using CancellationTokenSource died = new();
        Task first = (await ClientAsync()).PlotAsync(_farm, job.SectorIndex, job.HistorySize, new Ignored(), died.Token);
        await _server.WaitForAsync(job, state => state.Stage == PlotJobStage.Plotting);
        await died.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        // The history has grown meanwhile: what was begun counts all the same.
        ClusterSectorPlotting again = await ClientAsync();
        FakeFarm restarted = new() { Sectors = [null] };
        await again.TakeOverAsync(restarted, default);
        Task second = again.PlotAsync(restarted, job.SectorIndex, new HistorySize(2), new Ignored(), default);
        _server.Encoder.LetGo();
        await second.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(new HistorySize(1), Assert.Single(restarted.Committed).Metadata.HistorySize);
        Assert.Equal(1, _server.Encoder.Encoded);
        Assert.Empty(await _server.Board.ListAsync(default));
    }

    [Fact]
    public async Task A_finished_sector_that_rotted_is_made_again()
    {
        _server.Start();
        PlotJob job = PlotJob.Create(_farm.PublicKey, new SectorIndex(0), new HistorySize(1), 1);
        await PlottingBench.AskAsync(_bus, job);
        await _server.WaitForAsync(job, state => state.Stage == PlotJobStage.Finished);
        string file = Path.Combine(_directory, "server", "sectors", job.Id + ".sector");
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);

        // The server says what it has until it is told that it is of no use: then it makes it anew.
        await (await ClientAsync()).PlotAsync(_farm, job.SectorIndex, job.HistorySize, new Ignored(), default).WaitAsync(TimeSpan.FromMinutes(1));
        RequireCommitted();
        Assert.Equal(2, _server.Encoder.Encoded);
        Assert.Contains(_events.Of<Warning>(), warning => warning.Text.Contains("is not the one that was announced", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_the_bus_is_away_it_fails_as_a_disk_does_and_the_next_try_doubles_nothing()
    {
        _server.Encoder.Hold();
        _server.Start();
        ClusterSectorPlotting client = await ClientAsync();
        PlotJob job = PlotJob.Create(_farm.PublicKey, new SectorIndex(0), new HistorySize(1), 1);
        Task first = client.PlotAsync(_farm, job.SectorIndex, job.HistorySize, new Ignored(), default);
        await _server.WaitForAsync(job, state => state.Stage == PlotJobStage.Plotting);
        _way.IsCut = true;
        IOException failed = await Assert.ThrowsAsync<IOException>(() => first);
        Assert.Contains("the cluster's messages fail", failed.Message, StringComparison.Ordinal);
        _way.IsCut = false;
        _server.Encoder.LetGo();
        await client.PlotAsync(_farm, job.SectorIndex, job.HistorySize, new Ignored(), default).WaitAsync(TimeSpan.FromMinutes(1));
        RequireCommitted();
        Assert.Equal(1, _server.Encoder.Encoded);
    }

    [Fact]
    public async Task A_sector_that_is_in_its_farm_is_plotted_however_long_nobody_can_be_told()
    {
        _farm.AfterCommit = async () =>
        {
            _way.IsCut = true;
            await _server.StopAsync();
        };
        _server.Start();
        Task plotting = (await ClientAsync()).PlotAsync(_farm, new SectorIndex(0), new HistorySize(1), new Ignored(), default);
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1));
        while (!_events.Of<Warning>().Any(warning => warning.Text.Contains("Telling that a sector is in its farm", StringComparison.Ordinal)))
        {
            Assert.False(plotting.IsCompleted);
            await Task.Delay(10, limit.Token);
        }

        _way.IsCut = false;
        await plotting.WaitAsync(TimeSpan.FromMinutes(1));
        RequireCommitted();
        Assert.Empty(await _server.Board.ListAsync(default));
        Assert.Equal(1, _server.Finished.Count);
    }

    private void RequireCommitted()
    {
        (Autonomys.Farming.Sectors.SectorMetadata metadata, byte[] bytes) = Assert.Single(_farm.Committed);
        Assert.Equal(new SectorIndex(0), metadata.SectorIndex);
        Assert.Equal(Blake3.Hash(bytes.AsSpan(0, bytes.Length - 32)).ToArray(), bytes[^32..]);
    }

    private async Task<ClusterSectorPlotting> ClientAsync()
    {
        JobBoard board = await JobBoard.OpenAsync(_way, default);
        JobWatch watch = new(board, _events);
        _ = Task.Run(() => watch.RunAsync(_stop.Token));
        return new ClusterSectorPlotting(
            new PlotClientOptions { Farms = [new FarmOptions("/nowhere", new FarmSize.ForSectors(1))] }, _context, board, watch);
    }

    private sealed class Ignored : IProgress<PlottingProgress>
    {
        public void Report(PlottingProgress value)
        {
        }
    }
}
