using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.PlotServer;
using Autonomys.Messaging;
using Autonomys.Messaging.InProcess;
using Autonomys.Primitives.Sectors;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests.PlotServer;

/// <summary>A job between its farm, one or two plot-servers and a bus that comes and goes.</summary>
public sealed class JobWorkerTests : IAsyncLifetime
{
    private static readonly PublicKey Key = PublicKey.From(Vectors.Bytes("a farm", 32));
    private static readonly PlotJob Job = PlotJob.Create(Key, new(3), new(1), 1);

    private readonly string _directory = Directory.CreateTempSubdirectory("autonomys-worker-").FullName;
    private readonly InProcessBus _bus = new();
    private PlottingBench _a = null!;
    private PlottingBench _b = null!;

    public async ValueTask InitializeAsync()
    {
        _a = await PlottingBench.CreateAsync(_bus, Path.Combine(_directory, "a"), "server-a");
        _b = await PlottingBench.CreateAsync(_bus, Path.Combine(_directory, "b"), "server-b");
    }

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _bus.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_job_is_plotted_once_and_its_item_is_gone()
    {
        await PlottingBench.AskAsync(_bus, Job);
        _a.Start();
        PlotJobState done = await _a.WaitForAsync(Job, state => state.Stage == PlotJobStage.Finished);
        Assert.Equal("server-a", done.Server);
        Assert.Equal(done, _a.Finished.Find(Job.Id));
        await WaitUntilAsync(() => _a.Way.Completed == 1);
        Assert.Equal(1, _a.Encoder.Encoded);
        Assert.Equal((0, 1L), (_a.Progress.Plotting, _a.Progress.Rate.Done));
    }

    [Fact]
    public async Task A_sector_that_is_finished_while_the_bus_is_away_is_told_of_and_not_made_again()
    {
        _a.Encoder.Hold();
        await PlottingBench.AskAsync(_bus, Job);
        _a.Start();
        await _a.WaitForAsync(Job, state => state.Stage == PlotJobStage.Plotting);
        _a.Way.IsCut = true;
        _a.Encoder.LetGo();
        await _a.Events.WaitForAsync<SectorEncoded>();
        await _a.Events.WaitForAsync<Warning>();
        Assert.Equal(PlotJobStage.Plotting, (await _a.StateAsync(Job))!.Stage);
        _a.Way.IsCut = false;
        await _a.WaitForAsync(Job, state => state.Stage == PlotJobStage.Finished);
        await WaitUntilAsync(() => _a.Way.Completed == 1);
        Assert.Equal(1, _a.Encoder.Encoded);
    }

    [Fact]
    public async Task An_answer_that_is_lost_after_the_write_costs_nothing()
    {
        _a.Encoder.Hold();
        await PlottingBench.AskAsync(_bus, Job);
        _a.Start();
        await _a.WaitForAsync(Job, state => state.Stage == PlotJobStage.Plotting);
        _a.Way.LoseAnswers(1);
        _a.Encoder.LetGo();
        await _a.WaitForAsync(Job, state => state.Stage == PlotJobStage.Finished);
        await WaitUntilAsync(() => _a.Way.Completed == 1);
        Assert.NotNull(_a.Finished.Find(Job.Id));
        Assert.Equal(1, _a.Encoder.Encoded);
    }

    [Fact]
    public async Task The_first_who_finishes_wins_and_the_other_stops()
    {
        // A is cut off for so long that the queue gives the item to B.
        _a.Encoder.Hold();
        await PlottingBench.AskAsync(_bus, Job);
        _a.Start();
        await _a.WaitForAsync(Job, state => state.Server == "server-a");
        await TakeForBAsync();
        _b.Encoder.Hold();
        _b.Start();
        await _a.WaitForAsync(Job, state => state.Server == "server-b");
        _a.Encoder.LetGo();
        PlotJobState done = await _a.WaitForAsync(Job, state => state.Stage == PlotJobStage.Finished);
        Assert.Equal("server-a", done.Server);

        // B finds out at its next sign of life, drops what it has, and does not take A's word back.
        await WaitUntilAsync(() => _b.Progress.Plotting == 0);
        Assert.Equal(done, await _a.StateAsync(Job));
        Assert.Null(_b.Finished.Find(Job.Id));
        Assert.NotNull(_a.Finished.Find(Job.Id));
        Assert.Equal(0, _b.Progress.Rate.Done);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_directory, "b", "sectors")));
    }

    [Fact]
    public async Task The_job_of_a_server_that_died_is_taken_by_another()
    {
        _a.Encoder.Hold();
        await PlottingBench.AskAsync(_bus, Job);
        _a.Start();
        await _a.WaitForAsync(Job, state => state.Server == "server-a");
        await _a.StopAsync();
        await TakeForBAsync();
        _b.Start();
        PlotJobState done = await _a.WaitForAsync(Job, state => state.Stage == PlotJobStage.Finished);
        Assert.Equal("server-b", done.Server);
        Assert.Null(_a.Finished.Find(Job.Id));
    }

    [Fact]
    public async Task A_job_that_its_farm_took_back_is_stopped_and_leaves_nothing()
    {
        _a.Encoder.Hold();
        await PlottingBench.AskAsync(_bus, Job);
        _a.Start();
        await _a.WaitForAsync(Job, state => state.Stage == PlotJobStage.Plotting);
        await (await JobBoard.OpenAsync(_bus, default)).RemoveAsync(Job.Id, default);
        await WaitUntilAsync(() => _a.Progress.Plotting == 0);
        Assert.Null(_a.Finished.Find(Job.Id));
        Assert.Null(await _a.StateAsync(Job));
    }

    [Fact]
    public async Task An_item_of_an_older_attempt_is_void()
    {
        await PlottingBench.AskAsync(_bus, Job);
        JobBoard board = await JobBoard.OpenAsync(_bus, default);
        (PlotJobState state, ulong revision) = (await board.FindAsync(Job.Id, default))!.Value;
        PlotJobState next = state with { Job = Job with { Attempt = 2 } };
        await board.TryUpdateAsync(next, revision, default);
        _a.Start();
        await WaitUntilAsync(() => _a.Way.Completed == 1);
        Assert.Equal(next, await _a.StateAsync(Job));
        Assert.Equal(0, _a.Encoder.Encoded);
    }

    [Fact]
    public async Task A_restarted_server_tells_of_what_it_has_and_drops_what_nobody_wants()
    {
        await PlottingBench.AskAsync(_bus, Job);
        PlotJob other = PlotJob.Create(Key, new(4), new(1), 1);
        await PlottingBench.AskAsync(_bus, other);
        _a.Start();
        await _a.WaitForAsync(Job, state => state.Stage == PlotJobStage.Finished);
        await _a.WaitForAsync(other, state => state.Stage == PlotJobStage.Finished);
        await _a.StopAsync();

        // Killed between the disk and the board, and the farm of the other has given up meanwhile.
        JobBoard board = await JobBoard.OpenAsync(_bus, default);
        (PlotJobState state, ulong revision) = (await board.FindAsync(Job.Id, default))!.Value;
        await board.TryUpdateAsync(new PlotJobState(Job with { Attempt = 2 }, PlotJobStage.Queued), revision, default);
        await board.RemoveAsync(other.Id, default);
        await using PlottingBench again = await PlottingBench.CreateAsync(_bus, Path.Combine(_directory, "a"), "server-a");
        Assert.Equal(2, again.Finished.Count);
        await again.Worker.AnnounceFinishedAsync(default);
        PlotJobState told = (await again.StateAsync(Job))!;
        Assert.Equal((PlotJobStage.Finished, "server-a", 2), (told.Stage, told.Server, told.Job.Attempt));
        Assert.Equal(state.SectorHash, told.SectorHash);
        Assert.Equal(1, again.Finished.Count);
    }

    [Fact]
    public async Task What_a_newer_release_wrote_is_left_to_it()
    {
        IKeyValueBucket bucket = (await JobBoard.OpenAsync(_bus, default)).Bucket;
        byte[] newer = ClusterJson.Encode(new PlotJobState(Job, PlotJobStage.Queued) { V = ClusterMessage.CurrentVersion + 1 });
        await bucket.PutAsync(Job.Id, newer, default);
        IWorkQueue queue = await _bus.OpenWorkQueueAsync(PlotJob.Queue, PlotJob.Patience, default);
        await queue.EnqueueAsync(Job.AttemptId, ClusterJson.Encode(Job), default);
        _a.Start();
        Warning told = await _a.Events.WaitForAsync<Warning>();
        Assert.Contains("newer release", told.Text, StringComparison.Ordinal);
        Assert.Equal(newer, (await bucket.GetAsync(Job.Id, default))!.Value!.Value.ToArray());
        Assert.Equal(0, _a.Encoder.Encoded);

        // It goes on with what it understands.
        PlotJob known = PlotJob.Create(Key, new(5), new(1), 1);
        await PlottingBench.AskAsync(_bus, known);
        await _a.WaitForAsync(known, state => state.Stage == PlotJobStage.Finished);
    }

    [Fact]
    public async Task Without_room_no_job_is_taken_and_it_is_said_why()
    {
        using SmallDisk? disk = SmallDisk.TryMount(kibibytes: 1024);
        Assert.SkipWhen(disk is null, SmallDisk.Missing);
        await using PlottingBench full = await PlottingBench.CreateAsync(_bus, disk.Path, "server-full");
        await PlottingBench.AskAsync(_bus, Job);
        full.Start();
        Warning told = await full.Events.WaitForAsync<Warning>();
        Assert.Contains($"The disk of {disk.Path} has less than", told.Text, StringComparison.Ordinal);

        // The job is still there for another server.
        _b.Start();
        Assert.Equal("server-b", (await _b.WaitForAsync(Job, state => state.Stage == PlotJobStage.Finished)).Server);
        Assert.Equal(0, full.Encoder.Encoded);
    }

    /// <summary>What the queue does when nobody has extended the item for its patience: it gives it out again.</summary>
    private async Task TakeForBAsync()
    {
        IWorkQueue queue = await _bus.OpenWorkQueueAsync(PlotJob.Queue, PlotJob.Patience, default);
        await queue.EnqueueAsync(Job.AttemptId + "-again", ClusterJson.Encode(Job), default);
    }

    private static async Task WaitUntilAsync(Func<bool> isTrue)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        while (!isTrue())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
