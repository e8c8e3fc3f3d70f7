using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.PlotServer;
using Autonomys.Messaging.InProcess;
using Autonomys.Primitives.Sectors;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests.PlotServer;

public sealed class UnwantedSectorsTests : IAsyncLifetime
{
    private static readonly PlotJob Job = PlotJob.Create(PublicKey.From(Vectors.Bytes("a farm", 32)), new(3), new(1), 1);

    private readonly string _directory = Directory.CreateTempSubdirectory("autonomys-unwanted-").FullName;
    private readonly InProcessBus _bus = new();
    private PlottingBench _server = null!;
    private UnwantedSectors _unwanted = null!;
    private bool _isFarmed;

    public async ValueTask InitializeAsync()
    {
        _server = await PlottingBench.CreateAsync(_bus, _directory, "server-a");
        _unwanted = new UnwantedSectors(_server.Finished, _server.Board, "server-a", key => key == Job.PublicKey && _isFarmed, _server.Events);
        await PlottingBench.AskAsync(_bus, Job);
        _server.Start();
        await _server.WaitForAsync(Job, state => state.Stage == PlotJobStage.Finished);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _bus.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_sector_that_waits_for_its_farm_stays()
    {
        await LookAsync(3);
        Assert.NotNull(_server.Finished.Find(Job.Id));

        // Asked for anew, and not plotted yet: who takes the job decides.
        await ReplaceAsync(new PlotJobState(Job with { Attempt = 2 }, PlotJobStage.Queued));
        await LookAsync(3);
        Assert.NotNull(_server.Finished.Find(Job.Id));
    }

    [Fact]
    public async Task What_a_farm_took_and_could_not_say_is_removed_at_the_second_look()
    {
        await _server.Board.RemoveAsync(Job.Id, default);
        await LookAsync(1);
        Assert.NotNull(_server.Finished.Find(Job.Id));
        await LookAsync(1);
        Assert.Null(_server.Finished.Find(Job.Id));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_directory, "sectors")));
        Assert.Contains(_server.Events.Of<Notice>(), notice => notice.Text.Contains("no longer waits", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_board_lost_and_the_farm_asks_for_again_stays()
    {
        await _server.Board.RemoveAsync(Job.Id, default);
        await LookAsync(1);
        await _server.Board.TryCreateAsync(new PlotJobState(Job, PlotJobStage.Queued), default);
        await LookAsync(1);
        await _server.Board.RemoveAsync(Job.Id, default);
        await LookAsync(1);
        Assert.NotNull(_server.Finished.Find(Job.Id));
    }

    [Fact]
    public async Task What_another_server_has_for_the_farm_is_removed()
    {
        await ReplaceAsync(new PlotJobState(Job, PlotJobStage.Finished) { Server = "server-b" });
        await LookAsync(2);
        Assert.Null(_server.Finished.Find(Job.Id));
    }

    [Fact]
    public async Task What_a_farm_left_is_kept_for_days_and_then_removed()
    {
        string description = Path.Combine(_directory, "sectors", Job.Id + ".json");
        File.SetLastWriteTimeUtc(description, DateTime.UtcNow - UnwantedSectors.PatienceWithFarm + TimeSpan.FromHours(1));
        await LookAsync(3);
        Assert.NotNull(_server.Finished.Find(Job.Id));

        // Old, but the farm is there: perhaps it cannot reach this server.
        File.SetLastWriteTimeUtc(description, DateTime.UtcNow - UnwantedSectors.PatienceWithFarm - TimeSpan.FromHours(1));
        _isFarmed = true;
        await LookAsync(3);
        Assert.NotNull(_server.Finished.Find(Job.Id));
        _isFarmed = false;
        await LookAsync(2);
        Assert.Null(_server.Finished.Find(Job.Id));
        Assert.Null(await _server.StateAsync(Job));
    }

    [Fact]
    public async Task What_a_newer_release_wrote_stays()
    {
        await _server.Board.Bucket.PutAsync(
            Job.Id, ClusterJson.Encode(new PlotJobState(Job, PlotJobStage.Queued) { V = ClusterMessage.CurrentVersion + 1 }), default);
        await LookAsync(2);
        Assert.NotNull(_server.Finished.Find(Job.Id));
    }

    private async Task LookAsync(int times)
    {
        for (int i = 0; i < times; i++)
        {
            await _unwanted.LookAsync(default);
        }
    }

    private async Task ReplaceAsync(PlotJobState state) =>
        Assert.NotNull(await _server.Board.TryUpdateAsync(state, (await _server.Board.FindAsync(Job.Id, default))!.Value.Revision, default));
}
