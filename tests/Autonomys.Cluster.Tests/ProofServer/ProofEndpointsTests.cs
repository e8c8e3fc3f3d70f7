using System.Buffers.Binary;
using System.Net;
using Autonomys.Cluster.ProofServer;
using Autonomys.Cluster.Transfer;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Messaging.InProcess;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests.ProofServer;

/// <summary>A proof-server's end of the data plane, with a prover that the test holds.</summary>
public sealed class ProofEndpointsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly PublicKey Reward = PublicKey.From(Vectors.Bytes("reward", 32));

    private readonly InProcessBus _bus = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _begun = new(0);
    private readonly SemaphoreSlim _goOn = new(0);
    private ProofEndpoints _endpoints = null!;
    private TransferServer _server = null!;
    private TransferClient _client = null!;
    private SectorReadException? _damage;

    public async ValueTask InitializeAsync()
    {
        ClusterToken token = await ClusterToken.LoadAsync(_bus, default);
        _endpoints = new ProofEndpoints(ProveAsync, maxInWork: 1);
        _server = await TransferServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), IPAddress.Loopback, token, _endpoints.Map, default);
        _client = new TransferClient(token);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _bus.DisposeAsync();
        _begun.Dispose();
        _goOn.Dispose();
    }

    [Fact]
    public async Task More_than_it_can_do_is_refused_at_once_and_taken_afterwards()
    {
        Task<byte[]> first = AskAsync(Body(), default);
        await _begun.WaitAsync(Patience);
        Assert.Equal(1, _endpoints.InWork);
        TransferException busy = await Assert.ThrowsAsync<TransferException>(() => AskAsync(Body(), default));
        Assert.True(busy.IsBusy);
        _goOn.Release(2);
        Assert.True(Scale.TryDecode<Solution>(await first, out Solution? solution));
        Assert.Equal((Reward, new SectorIndex(7)), (solution!.RewardAddress, solution.SectorIndex));
        while (_endpoints.InWork > 0)
        {
            await Task.Delay(10);
        }

        await AskAsync(Body(), default);
        Assert.Equal(2, _endpoints.Done);
    }

    [Fact]
    public async Task Who_goes_away_stops_the_proof_and_frees_the_place()
    {
        using CancellationTokenSource leave = new();
        Task<byte[]> asked = AskAsync(Body(), leave.Token);
        await _begun.WaitAsync(Patience);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await _stopped.Task.WaitAsync(Patience);
        _goOn.Release();
        while (_endpoints.InWork > 0)
        {
            await Task.Delay(10);
        }

        await AskAsync(Body(), default);
        Assert.Equal(1, _endpoints.Done);
    }

    [Fact]
    public async Task What_is_no_request_is_refused_and_costs_no_place()
    {
        byte[] otherVersion = Body();
        otherVersion[32] = 99;
        foreach (byte[] body in new[] { [], new byte[100], new byte[ProofEndpoints.RequestSize], otherVersion })
        {
            TransferException refused = await Assert.ThrowsAsync<TransferException>(() => AskAsync(body, default));
            Assert.Contains("not a request for a proof, or of another release", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, _endpoints.Done);
    }

    [Fact]
    public async Task A_sector_that_does_not_prove_is_told_as_such()
    {
        _damage = new SectorReadException(SectorReadError.InvalidChunk, new SectorIndex(7), "broken");
        _goOn.Release();
        TransferException refused = await Assert.ThrowsAsync<TransferException>(() => AskAsync(Body(), default));
        Assert.Contains("422", refused.Message, StringComparison.Ordinal);
        Assert.Contains("broken", refused.Message, StringComparison.Ordinal);
    }

    private Task<byte[]> AskAsync(byte[] body, CancellationToken cancellationToken) =>
        _client.PostAsync(_server.Endpoint.ToString(), DataPlane.Proofs, body, 4096, Patience, cancellationToken);

    private async Task<Solution> ProveAsync(ProofRequest request, PublicKey rewardAddress, CancellationToken cancellationToken)
    {
        _begun.Release();
        try
        {
            await _goOn.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _stopped.TrySetResult();
            throw;
        }

        return _damage is not null ? throw _damage : new Solution(
            request.PublicKey, rewardAddress, request.SectorIndex, request.HistorySize, request.PieceOffset, default, default,
            Bytes32.From(Vectors.Bytes("chunk", 32)), default, default);
    }

    /// <summary>A request as another release would write it by its description: every second s-bucket has a chunk.</summary>
    private static byte[] Body()
    {
        const int Numbers = 4 + 32;
        const int Present = Numbers + 14 + RecordMetadata.Size;
        byte[] request = new byte[ProofRequest.Size];
        request[0] = 1;
        Vectors.Bytes("farm", 32).CopyTo(request, 4);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(Numbers), 7);
        BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(Numbers + 2), 1);
        request.AsSpan(Present, RecordLayout.SBuckets / 8).Fill(0x55);
        return [.. Reward.AsSpan(), .. request];
    }
}
