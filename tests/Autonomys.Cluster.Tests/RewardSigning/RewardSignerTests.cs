using Autonomys.Cluster.Events;
using Autonomys.Cluster.Farms;
using Autonomys.Cluster.RewardSigning;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Sectors;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests.RewardSigning;

public sealed class RewardSignerTests
{
    [Fact]
    public async Task Only_hashes_for_own_keys_are_signed()
    {
        FakeNode node = new();
        FakeFarm farm = new();
        RecordedEvents events = new();
        RewardSigner signer = new(node, key => key == farm.PublicKey ? farm : null, events);
        Bytes32 hash = Bytes32.From(Vectors.Bytes("hash", 32));
        node.Requests.Writer.TryWrite(new RewardSigningInfo(hash, PublicKey.From(Vectors.Bytes("somebody else", 32))));
        node.Requests.Writer.TryWrite(new RewardSigningInfo(hash, farm.PublicKey));
        node.Requests.Writer.Complete();
        await signer.RunAsync(CancellationToken.None);
        RewardSignatureResponse response = Assert.Single(node.Signatures);
        Assert.Equal(hash, response.Hash);
        Assert.Equal(farm.SignReward(hash), response.Signature);
        Assert.Equal(farm.PublicKey.ToString(), Assert.Single(events.Of<RewardSigned>()).PublicKey);
    }

    [Fact]
    public async Task A_signature_on_its_way_is_not_given_up_when_farming_stops() => Assert.Single(await StopWhileSigningAsync(token =>
    {
        token.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }));

    [Fact]
    public async Task A_node_that_does_not_answer_holds_up_no_stop() =>
        Assert.Empty(await StopWhileSigningAsync(token => Task.Delay(Timeout.Infinite, token)));

    /// <summary>Stops when the node has a signature, and before its <paramref name="answer"/>; gives the signatures that were told of.</summary>
    private static async Task<IEnumerable<RewardSigned>> StopWhileSigningAsync(Func<CancellationToken, Task> answer)
    {
        FakeFarm farm = new();
        RecordedEvents events = new();
        using CancellationTokenSource stop = new();
        FakeNode node = new()
        {
            Signing = async token =>
            {
                await stop.CancelAsync();
                await answer(token);
            },
        };
        node.Requests.Writer.TryWrite(new RewardSigningInfo(Bytes32.From(Vectors.Bytes("hash", 32)), farm.PublicKey));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new RewardSigner(node, _ => farm, events).RunAsync(stop.Token).WaitAsync(TimeSpan.FromMinutes(1)));
        return events.Of<RewardSigned>();
    }
}
