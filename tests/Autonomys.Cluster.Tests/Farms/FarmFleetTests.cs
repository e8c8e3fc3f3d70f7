using Autonomys.Cluster.Events;
using Autonomys.Cluster.Farms;
using Autonomys.Cluster.Membership;
using Autonomys.Farming.Farms;
using Autonomys.Farming.Farms.Space;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests.Farms;

/// <summary>Real farms of one small sector each; whatever is wrong with one is nothing to the others.</summary>
public sealed class FarmFleetTests : IDisposable
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(20);
    private static readonly Bytes32 Genesis = Bytes32.From(Vectors.Bytes("genesis", 32));

    private readonly string _directory = Directory.CreateTempSubdirectory("autonomys-fleet-").FullName;
    private readonly RecordedEvents _events = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_farm_of_another_chain_is_told_of_and_the_others_are_farmed()
    {
        Make("b", Bytes32.From(Vectors.Bytes("another chain", 32)));
        await RunAsync(Options("a", "b", "c"), async fleet =>
        {
            await WaitUntilAsync(() => fleet.Open.Count == 2);
            FarmFailed failed = await _events.WaitForAsync<FarmFailed>();
            Assert.Equal("farm 1", failed.Farm);
            Assert.Contains("was made for the chain with genesis hash", failed.Error, StringComparison.Ordinal);
            Assert.Contains(Genesis.ToString(), failed.Error, StringComparison.Ordinal);
            Assert.Equal(["farm 0", "farm 2"], fleet.Open.Select(farm => farm.Name));
            Assert.Equal([null, failed.Error, null], fleet.Status.Select(status => status.Problem));
        });
    }

    [Fact]
    public async Task A_locked_farm_names_its_holder_and_is_farmed_once_it_is_free()
    {
        Farm holder = Make("b", Genesis, keepOpen: true)!;
        await RunAsync(Options("a", "b"), async fleet =>
        {
            FarmFailed failed = await _events.WaitForAsync<FarmFailed>();
            Assert.Contains($"another process ({Environment.ProcessId}) holds it", failed.Error, StringComparison.Ordinal);
            holder.Dispose();
            await WaitUntilAsync(() => fleet.Open.Count == 2);
            Assert.All(fleet.Status, status => Assert.Null(status.Problem));
        });
    }

    [Fact]
    public async Task The_same_reason_is_told_again_and_again_but_not_at_every_attempt()
    {
        await RunAsync(
            Options("a", "b") with { CreateFarms = false },
            async fleet =>
            {
                await _events.WaitForAsync<FarmFailed>(3);
                FarmFailed[] told = [.. _events.Of<FarmFailed>()];
                Assert.All(told, one => Assert.Contains("There is no farm in", one.Error, StringComparison.Ordinal));
                Assert.All(told.Zip(told.Skip(1)), pair => Assert.True(pair.Second.Time - pair.First.Time >= 10 * Quick - TimeSpan.FromMilliseconds(5)));
                Assert.Single(fleet.Open);
            },
            prepare: () => Make("a", Genesis),
            tellInterval: 10 * Quick);
    }

    [Fact]
    public async Task A_farm_whose_disk_fails_is_closed_and_opened_again_and_never_made_anew()
    {
        int farmed = 0;
        Task FarmAsync(DiskFarm farm, CancellationToken token)
        {
            if (farm.Name == "farm 1" && Interlocked.Increment(ref farmed) == 1)
            {
                // The disk goes away with everything on it.
                Directory.Move(PathOf("b"), PathOf("unplugged"));
                throw new IOException("the disk is gone");
            }

            return Task.Delay(Timeout.Infinite, token);
        }

        await RunAsync(
            Options("a", "b"),
            async fleet =>
            {
                await _events.WaitForAsync<FarmFailed>(2);
                Assert.Contains("the disk is gone", _events.Of<FarmFailed>().First().Error, StringComparison.Ordinal);
                Assert.Contains("There is no farm in", _events.Of<FarmFailed>().ElementAt(1).Error, StringComparison.Ordinal);
                Assert.False(Directory.Exists(PathOf("b")));
                Assert.Equal("farm 0", Assert.Single(fleet.Open).Name);
                Directory.Move(PathOf("unplugged"), PathOf("b"));
                await WaitUntilAsync(() => fleet.Open.Count == 2);
                await WaitUntilAsync(() => Volatile.Read(ref farmed) == 2);
            },
            FarmAsync);
    }

    [Fact]
    public async Task A_copy_of_a_farm_is_not_farmed_beside_it()
    {
        Make("a", Genesis);
        CopyDirectory(PathOf("a"), PathOf("b"));
        await RunAsync(Options("a", "b"), async fleet =>
        {
            FarmFailed failed = await _events.WaitForAsync<FarmFailed>();
            Assert.Contains("one is a copy of the other", failed.Error, StringComparison.Ordinal);
            Assert.Contains(PathOf("a"), failed.Error, StringComparison.Ordinal);
            Assert.Single(fleet.Open);
        });
    }

    [Fact]
    public async Task When_no_farm_can_be_opened_all_reasons_are_told()
    {
        Bytes32 other = Bytes32.From(Vectors.Bytes("another chain", 32));
        Make("a", other);
        using FarmFleet fleet = new(Options("a", "b") with { CreateFarms = false }, Chain(), _events);
        FarmException exception = await Assert.ThrowsAsync<FarmException>(() => fleet.StartAsync(CancellationToken.None));
        Assert.Contains("None of the 2 farms can be farmed", exception.Message, StringComparison.Ordinal);
        Assert.Contains("was made for the chain", exception.Message, StringComparison.Ordinal);
        Assert.Contains("There is no farm in " + PathOf("b"), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_farm_that_fails_ends_with_its_own_reason()
    {
        using FarmFleet fleet = new(Options("a"), Chain(), _events);
        await fleet.StartAsync(CancellationToken.None);
        FarmException exception = await Assert.ThrowsAsync<FarmException>(
            () => fleet.RunAsync((_, _) => Task.FromException(new IOException("the disk is gone")), CancellationToken.None));
        Assert.Equal("the disk is gone", exception.Message);
        Assert.Empty(fleet.Open);
    }

    [Fact]
    public async Task Where_it_is_asked_for_the_first_failure_ends_all()
    {
        using FarmFleet fleet = new(Options("a", "b") with { ExitOnFarmError = true }, Chain(), _events);
        await fleet.StartAsync(CancellationToken.None);
        FarmException exception = await Assert.ThrowsAsync<FarmException>(() => fleet.RunAsync(
            (farm, token) => farm.Name == "farm 0" ? Task.Delay(Timeout.Infinite, token) : Task.FromException(new IOException("broken")),
            CancellationToken.None));
        Assert.Contains("--exit-on-farm-error", exception.Message, StringComparison.Ordinal);
        Assert.Contains(PathOf("b"), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_failure_of_a_disk_is_not_hidden()
    {
        using FarmFleet fleet = new(Options("a", "b"), Chain(), _events);
        await fleet.StartAsync(CancellationToken.None);
        await Assert.ThrowsAsync<DivideByZeroException>(() => fleet.RunAsync(
            (_, _) => Task.FromException(new DivideByZeroException()), CancellationToken.None));
    }

    private async Task RunAsync(
        FarmsOptions options,
        Func<FarmFleet, Task> test,
        Func<DiskFarm, CancellationToken, Task>? farming = null,
        Action? prepare = null,
        TimeSpan? tellInterval = null)
    {
        prepare?.Invoke();
        using CancellationTokenSource stop = new();
        using FarmFleet fleet = new(options, Chain(), _events, Quick, tellInterval ?? TimeSpan.FromMinutes(1));
        await fleet.StartAsync(stop.Token);
        Task running = fleet.RunAsync(farming ?? ((_, token) => Task.Delay(Timeout.Infinite, token)), stop.Token);
        Task tested = test(fleet);
        Assert.Same(tested, await Task.WhenAny(tested, running));
        await tested;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static async Task WaitUntilAsync(Func<bool> isTrue)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1));
        while (!isTrue())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private static FarmerAppInfo Chain() => new(Genesis, [], false, TimeSpan.FromSeconds(4), new FarmerProtocolInfo(new(1), 1000, 5, 1, 10, 4));

    private FarmsOptions Options(params string[] names) => new()
    {
        Farms = [.. names.Select(name => new FarmOptions(PathOf(name), new FarmSize.ForSectors(1)))],
        MaxPiecesInSector = 1,
    };

    private string PathOf(string name) => Path.Combine(_directory, name);

    private Farm? Make(string name, Bytes32 genesis, bool keepOpen = false)
    {
        Farm farm = Farm.Open(new FarmOpenOptions
        {
            Directory = PathOf(name),
            Size = new FarmSize.ForSectors(1),
            GenesisHash = Blake3Hash.From(genesis.AsSpan()),
            MaxPiecesInSector = 1000,
            PiecesInSector = 1,
            CachePercentage = 1,
        });
        if (keepOpen)
        {
            return farm;
        }

        farm.Dispose();
        return null;
    }

    private static void CopyDirectory(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
