using System.Diagnostics;
using System.Runtime.CompilerServices;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Farming;
using Autonomys.Farming.Auditing;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests.Farming;

public sealed class SolutionProvingTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);
    private readonly FakeNode _node = new();
    private readonly FakeFarm _farm = new();
    private readonly RecordedEvents _events = new();
    private readonly ProofQueue _queue = new();

    [Fact]
    public async Task The_best_distance_of_all_farms_is_proven_first()
    {
        foreach (ulong distance in new ulong[] { 30, 10, 20, 10 })
        {
            Assert.Null(_queue.Add(Job(distance)));
        }

        Assert.Equal([10ul, 10, 20, 30], await TakeAllAsync(4));
    }

    [Fact]
    public async Task More_than_a_machine_can_prove_drops_the_worst()
    {
        ProofJob?[] dropped = [.. Enumerable.Range(0, 300).Select(i => _queue.Add(Job((ulong)(300 - i))))];
        Assert.Equal(44, dropped.Count(job => job is not null));
        Assert.Equal(300ul, dropped.First(job => job is not null)!.Candidate.BestDistance.Value);
        Assert.Equal(Enumerable.Range(1, 256).Select(i => (ulong)i), await TakeAllAsync(256));
    }

    [Fact]
    public async Task The_nodes_verdict_is_told_and_proving_goes_on()
    {
        _node.Verdict = response => response.SlotNumber.Value == 2
            ? new NodeErrorException("subspace_submitSolutionResponse", 9001, "too late")
            : null;
        Prover prover = new(job => [Solution(job)]);
        await RunAsync(prover, [Job(1, slot: 1), Job(2, slot: 2), Job(3, slot: 3)], until: 3);
        Assert.Equal(["accepted", "rejected", "accepted"], _events.Of<SolutionSubmitted>().Select(e => e.Result));
        Assert.Contains("too late", _events.Of<SolutionSubmitted>().ElementAt(1).Reason, StringComparison.Ordinal);
        Assert.Equal([1ul, 2, 3], _node.Solutions.Select(response => response.SlotNumber.Value));
    }

    [Fact]
    public async Task A_slot_that_is_over_is_not_proven()
    {
        int proven = 0;
        Prover prover = new(job =>
        {
            proven++;
            return [Solution(job)];
        });
        ProofJob late = Job(1, slot: 1, arrivedAt: Stopwatch.GetTimestamp() - (long)((Timeout.TotalSeconds + 1) * Stopwatch.Frequency));
        await RunAsync(prover, [late, Job(2, slot: 2)], until: 2);
        Assert.Equal(["timeout", "accepted"], _events.Of<SolutionSubmitted>().Select(e => e.Result));
        Assert.Equal(1, proven);
        Assert.Equal(2ul, Assert.Single(_node.Solutions).SlotNumber.Value);
    }

    [Theory]
    [InlineData(SectorReadError.InvalidChunk, 1)]
    [InlineData(SectorReadError.InputOutput, 0)]
    public async Task A_sector_that_does_not_prove_is_plotted_again_only_when_its_content_is_damaged(SectorReadError error, int setAside)
    {
        Prover prover = new(job => job.Slot.Info.SlotNumber.Value == 1
            ? throw new SectorReadException(error, new SectorIndex(0), "broken")
            : [Solution(job)]);
        await RunAsync(prover, [Job(1, slot: 1), Job(2, slot: 2)], until: 1);
        Assert.Contains("broken", Assert.Single(_events.Of<ProvingFailed>()).Error, StringComparison.Ordinal);
        Assert.Equal(setAside, _farm.SetAsides.Count);
        Assert.Equal(setAside, _events.Of<SectorSetAside>().Count());
    }

    private async Task RunAsync(ISolutionProver prover, ProofJob[] jobs, int until)
    {
        foreach (ProofJob job in jobs)
        {
            _queue.Add(job);
        }

        int pauses = 0;
        SolutionProving proving = new(_queue, prover, _node, _farm.PublicKey, () => new Pause(() => pauses++), _events);
        using CancellationTokenSource stop = new();
        Task running = proving.RunAsync(stop.Token);
        await Task.WhenAny(running, _events.WaitForAsync<SolutionSubmitted>(until));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(pauses > 0, "plotting was not held while proving");
    }

    private async Task<ulong[]> TakeAllAsync(int count)
    {
        ulong[] distances = new ulong[count];
        for (int i = 0; i < count; i++)
        {
            distances[i] = (await _queue.TakeAsync(CancellationToken.None)).Candidate.BestDistance.Value;
        }

        return distances;
    }

    private ProofJob Job(ulong distance, ulong slot = 1, long? arrivedAt = null)
    {
        SectorMetadata metadata = FarmAuditorTests.Sector();
        SolutionCandidate candidate = new(
            _farm.PublicKey, default, new SBucket(7), _farm.Plot, metadata, [new WinningChunk(0, new SolutionRange(distance))]);
        SlotInfo info = new(new SlotNumber(slot), default, new SolutionRange(ulong.MaxValue), new SolutionRange(ulong.MaxValue));
        return new(_farm, new ArrivedSlot(info, arrivedAt ?? Stopwatch.GetTimestamp(), Timeout), candidate);
    }

    private static Solution Solution(ProofJob job) => new(
        job.Farm.PublicKey, job.Farm.PublicKey, new SectorIndex(0), new HistorySize(1), new PieceOffset(0), default, default,
        Bytes32.From(Vectors.Bytes("chunk", 32)), default, default);

    private sealed class Pause(Action paused) : IDisposable
    {
        public void Dispose() => paused();
    }

    private sealed class Prover(Func<ProofJob, Solution[]> prove) : ISolutionProver
    {
        public void WarmUp(CancellationToken cancellationToken)
        {
        }

        public async IAsyncEnumerable<Solution> ProveAsync(
            ProofJob job, PublicKey rewardAddress, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            foreach (Solution solution in prove(job))
            {
                yield return solution;
            }
        }
    }
}
