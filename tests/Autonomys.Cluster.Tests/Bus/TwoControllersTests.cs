using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Controller;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.History;
using Autonomys.Messaging;
using Autonomys.Messaging.InProcess;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests.Bus;

/// <summary>Two controllers, each with a node, and a farmer that sees them as one.</summary>
public sealed class TwoControllersTests : IAsyncLifetime
{
    private readonly InProcessBus _bus = new();
    private readonly RecordedEvents _events = new();
    private readonly FakeNode _nodeA = new();
    private readonly FakeNode _nodeB = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private CuttableBus _wayA = null!;
    private BusNodeClient _farmer = null!;
    private IAsyncEnumerator<SlotInfo> _slots = null!;
    private CancellationTokenSource _stopA = null!;

    public async ValueTask InitializeAsync()
    {
        _wayA = new CuttableBus(_bus);
        _stopA = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        Run("a", _nodeA, _wayA, _stopA.Token);
        Run("b", _nodeB, _bus, _stop.Token);
        _farmer = new BusNodeClient(_bus, _events);
        _slots = _farmer.SubscribeSlotInfoAsync(_stop.Token).GetAsyncEnumerator();

        // All listen once a slot of each has come through.
        await SlotAsync(1, _nodeA);
        await SlotAsync(2, _nodeB);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _slots.MoveNextAsync());
        await _bus.DisposeAsync();
        _stopA.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_slot_that_both_announce_is_told_once()
    {
        await BothAsync(10);
        await BothAsync(11);

        // One that lags behind tells of an old slot: it is not told again.
        Announce(_nodeB, 10);
        await SlotAsync(12, _nodeA);
    }

    [Fact]
    public async Task The_same_slot_with_another_challenge_is_another_slot()
    {
        Announce(_nodeA, 10);
        Assert.Equal(10ul, (await NextAsync()).SlotNumber.Value);
        _nodeB.Slots.Writer.TryWrite(Slot(10) with { GlobalChallenge = Blake3Hash.From(Vectors.Bytes("a fork", 32)) });
        Assert.Equal(Blake3Hash.From(Vectors.Bytes("a fork", 32)), (await NextAsync()).GlobalChallenge);
    }

    [Fact]
    public async Task A_solution_goes_to_the_controller_that_announced_the_slot_and_its_verdict_comes_back()
    {
        await SlotAsync(20, _nodeB);
        await _farmer.SubmitSolutionResponseAsync(Response(20), default);
        Assert.Empty(_nodeA.Solutions);
        Assert.Equal(20ul, Assert.Single(_nodeB.Solutions).SlotNumber.Value);

        _nodeB.Verdict = _ => new NodeErrorException("subspace_submitSolutionResponse", 9001, "solution is too late");
        NodeErrorException refused = await Assert.ThrowsAsync<NodeErrorException>(() => _farmer.SubmitSolutionResponseAsync(Response(20), default));
        Assert.Equal((9001, "solution is too late"), (refused.Code, refused.NodeMessage));
    }

    [Fact]
    public async Task A_refusal_is_the_last_word_and_no_other_controller_is_asked()
    {
        await BothAsync(30);
        Exception Refuse(SolutionResponse _) => new NodeErrorException("subspace_submitSolutionResponse", 9001, "wrong");
        (_nodeA.Verdict, _nodeB.Verdict) = (Refuse, Refuse);
        await Assert.ThrowsAsync<NodeErrorException>(() => _farmer.SubmitSolutionResponseAsync(Response(30), default));
        Assert.Equal(1, _nodeA.Solutions.Count + _nodeB.Solutions.Count);
    }

    [Fact]
    public async Task When_the_node_of_the_first_is_gone_the_second_gets_the_solution()
    {
        await BothAsync(40);
        _nodeA.Verdict = _ => new NodeUnavailableException("the node is gone");
        await _farmer.SubmitSolutionResponseAsync(Response(40), default);
        Assert.Equal(40ul, Assert.Single(_nodeB.Solutions).SlotNumber.Value);
    }

    [Fact]
    public async Task When_the_first_has_died_the_second_gets_the_solution_and_slots_go_on()
    {
        await BothAsync(50);
        await _stopA.CancelAsync();
        await Task.WhenAny(_running);
        await _farmer.SubmitSolutionResponseAsync(Response(50), default);
        Assert.Equal(50ul, Assert.Single(_nodeB.Solutions).SlotNumber.Value);
        await SlotAsync(51, _nodeB);
    }

    [Fact]
    public async Task When_the_first_is_silent_the_second_gets_the_solution()
    {
        await BothAsync(60);
        _wayA.IsCut = true;
        await _farmer.SubmitSolutionResponseAsync(Response(60), default);
        Assert.Equal(60ul, Assert.Single(_nodeB.Solutions).SlotNumber.Value);
    }

    [Fact]
    public async Task A_slot_that_cannot_be_sent_does_not_hold_up_the_next()
    {
        _wayA.IsCut = true;
        Announce(_nodeA, 70);
        Warning told = await _events.WaitForAsync<Warning>();
        Assert.Contains("A message to slot was not sent", told.Text, StringComparison.Ordinal);
        _wayA.IsCut = false;
        await SlotAsync(71, _nodeA);
    }

    [Fact]
    public async Task A_signature_goes_to_the_controller_that_asked()
    {
        IAsyncEnumerator<RewardSigningInfo> requests = _farmer.SubscribeRewardSigningAsync(_stop.Token).GetAsyncEnumerator();
        ValueTask<bool> next = requests.MoveNextAsync();
        Bytes32 hash = Bytes32.From(Vectors.Bytes("hash", 32));
        PublicKey key = PublicKey.From(Vectors.Bytes("key", 32));
        Task<bool> arrived = next.AsTask();
        while (!arrived.IsCompleted)
        {
            // Until the listener is there.
            _nodeB.Requests.Writer.TryWrite(new RewardSigningInfo(hash, key));
            await Task.WhenAny(arrived, Task.Delay(50));
        }

        Assert.Equal(hash, requests.Current.Hash);
        RewardSignature signature = RewardSignature.From(Vectors.Bytes("signature", 64));
        await _farmer.SubmitRewardSignatureAsync(new(hash, signature), default);
        Assert.Equal(signature, Assert.Single(_nodeB.Signatures).Signature);
        Assert.Empty(_nodeA.Signatures);
        await Assert.ThrowsAsync<NodeUnavailableException>(
            () => _farmer.SubmitRewardSignatureAsync(new(Bytes32.From(Vectors.Bytes("nobody asked", 32)), signature), default));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{\"v\":99,\"controller\":\"a\",\"slot\":{}}")]
    [InlineData("{\"v\":1}")]
    public async Task A_message_that_cannot_be_read_is_counted_told_and_passed_over(string text)
    {
        await _bus.PublishAsync(ClusterSubjects.Slot, System.Text.Encoding.UTF8.GetBytes(text), default);
        MessageSkipped skipped = await _events.WaitForAsync<MessageSkipped>();
        Assert.Equal(ClusterSubjects.Slot, skipped.Subject);
        await SlotAsync(80, _nodeA);
    }

    private void Run(string name, FakeNode node, IClusterBus bus, CancellationToken token)
    {
        NodeBridge bridge = new(name, node, "test", new SegmentHeaders(), bus, _events);
        _running.AddRange(bridge.Flows.Select(flow => Task.Run(() => flow(token))));
    }

    private static void Announce(FakeNode node, ulong slot) => node.Slots.Writer.TryWrite(Slot(slot));

    private static SlotInfo Slot(ulong number) =>
        new(new SlotNumber(number), Blake3Hash.From(Vectors.Bytes("challenge", 32)), new SolutionRange(1), new SolutionRange(2));

    /// <summary>One controller announces a slot, and it is the next that the farmer hears of; repeated until both listen.</summary>
    private async Task SlotAsync(ulong slot, FakeNode node)
    {
        Task<SlotInfo> next = NextAsync();
        while (!next.IsCompleted)
        {
            Announce(node, slot);
            await Task.WhenAny(next, Task.Delay(100));
        }

        Assert.Equal(slot, (await next).SlotNumber.Value);
    }

    /// <summary>Both announce it, A first; B's word is waited for too.</summary>
    private async Task BothAsync(ulong slot)
    {
        Announce(_nodeA, slot);
        Assert.Equal(slot, (await NextAsync()).SlotNumber.Value);
        Announce(_nodeB, slot);

        // A slot of B's own after it: what came before it was taken.
        await SlotAsync(1000 + slot, _nodeB);
    }

    private async Task<SlotInfo> NextAsync()
    {
        Assert.True(await _slots.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1)));
        return _slots.Current;
    }

    private static SolutionResponse Response(ulong slot) => new(new SlotNumber(slot), new Solution(
        PublicKey.From(Vectors.Bytes("key", 32)), PublicKey.From(Vectors.Bytes("key", 32)), new SectorIndex(0), new HistorySize(1), new PieceOffset(0),
        default, default, Bytes32.From(Vectors.Bytes("chunk", 32)), default, default));
}
