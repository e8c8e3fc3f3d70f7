using System.Diagnostics;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Farming;
using Autonomys.Farming.Sectors;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Cluster.Tests.Farming;

public sealed class FarmAuditorTests
{
    private readonly RecordedEvents _events = new();
    private readonly ProofQueue _queue = new();

    [Fact]
    public async Task Winning_chunks_reach_the_queue()
    {
        FakeFarm farm = new() { Sectors = [Sector()], Plot = new MemorySectorReader(new byte[SectorLayout.SectorSize(2)]) };
        await RunAsync(farm, async auditor =>
        {
            auditor.Offer(Slot(1));
            ProofJob job = await _queue.TakeAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Same(farm, job.Farm);
            Assert.Equal(1ul, job.Slot.Info.SlotNumber.Value);
            await _events.WaitForAsync<SlotAudited>();
        });
        SlotAudited audited = Assert.Single(_events.Of<SlotAudited>());
        Assert.Equal((1, 1), (audited.Sectors, audited.Candidates));
    }

    [Fact]
    public async Task A_slow_disk_skips_slots_instead_of_falling_behind()
    {
        SlowReader plot = new();
        FakeFarm farm = new() { Sectors = [Sector()], Plot = plot };
        await RunAsync(farm, async auditor =>
        {
            auditor.Offer(Slot(1));
            await plot.Reading.Task.WaitAsync(TimeSpan.FromMinutes(1));
            auditor.Offer(Slot(2));
            auditor.Offer(Slot(3));
            auditor.Offer(Slot(4));
            plot.GoOn.Set();
            await _events.WaitForAsync<SlotAudited>(2);
        });
        Assert.Equal([3ul, 4], _events.Of<SlotSkipped>().Select(e => e.Slot));
        Assert.Equal([1ul, 2], _events.Of<SlotAudited>().Select(e => e.Slot));
    }

    [Fact]
    public async Task A_sector_that_cannot_be_read_three_times_is_set_aside()
    {
        FakeFarm farm = new() { Sectors = [Sector()], Plot = new MemorySectorReader(new byte[100]) };
        await RunAsync(farm, async auditor =>
        {
            for (ulong slot = 1; slot <= 3; slot++)
            {
                auditor.Offer(Slot(slot));
                await _events.WaitForAsync<SlotAudited>((int)slot);
                Assert.True(slot == 3 || farm.SetAsides.Count == 0);
            }

            await _events.WaitForAsync<SectorSetAside>();
        });
        Assert.Single(farm.SetAsides);
        Assert.Equal(3, _events.Of<Warning>().Count());
    }

    [Fact]
    public async Task A_farm_of_which_nothing_can_be_read_fails_as_a_whole_and_keeps_its_sectors()
    {
        FakeFarm farm = new() { Sectors = [Sector(), Sector(1)], Plot = new GonePlot() };
        FarmAuditor auditor = new(farm, 1, _queue, _events);
        Task running = Task.Run(() => auditor.RunAsync(CancellationToken.None));
        for (ulong slot = 1; slot <= 3; slot++)
        {
            auditor.Offer(Slot(slot));
            await _events.WaitForAsync<SlotAudited>((int)slot);
        }

        IOException exception = await Assert.ThrowsAsync<IOException>(() => running);
        Assert.Contains("none of its 2 sectors can be read", exception.Message, StringComparison.Ordinal);
        Assert.Empty(farm.SetAsides);
    }

    private async Task RunAsync(FakeFarm farm, Func<FarmAuditor, Task> test)
    {
        FarmAuditor auditor = new(farm, 1, _queue, _events);
        using CancellationTokenSource stop = new();
        Task running = Task.Run(() => auditor.RunAsync(stop.Token));
        await test(auditor);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static ArrivedSlot Slot(ulong number) => new(
        new SlotInfo(new SlotNumber(number), default, new SolutionRange(ulong.MaxValue), new SolutionRange(ulong.MaxValue)),
        Stopwatch.GetTimestamp(),
        TimeSpan.FromMinutes(5));

    /// <summary>Whichever of its s-buckets a challenge asks for has one chunk.</summary>
    internal static SectorMetadata Sector(ushort index = 0)
    {
        ushort[] sizes = new ushort[RecordLayout.SBuckets];
        Array.Fill(sizes, (ushort)1);
        return new(new SectorIndex(index), 2, new HistorySize(1), sizes);
    }

    private sealed class GonePlot : ISectorReader
    {
        public void ReadExactly(long offset, Span<byte> buffer) => throw new IOException("Input/output error");
    }

    private sealed class SlowReader : ISectorReader
    {
        public TaskCompletionSource Reading { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ManualResetEventSlim GoOn { get; } = new();

        public void ReadExactly(long offset, Span<byte> buffer)
        {
            Reading.TrySetResult();
            GoOn.Wait();
            buffer.Clear();
        }
    }
}
