using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.Tests;

/// <summary>A node that does as the test says.</summary>
internal sealed class FakeNode : INodeClient
{
    public Channel<SlotInfo> Slots { get; } = Channel.CreateUnbounded<SlotInfo>();

    public Channel<RewardSigningInfo> Requests { get; } = Channel.CreateUnbounded<RewardSigningInfo>();

    public Channel<SegmentHeader> Archived { get; } = Channel.CreateUnbounded<SegmentHeader>();

    public List<SegmentHeader> Headers { get; } = [];

    public Func<PieceIndex, Piece?> Pieces { get; set; } = _ => null;

    public Func<SolutionResponse, Exception?> Verdict { get; set; } = _ => null;

    public List<SolutionResponse> Solutions { get; } = [];

    public List<RewardSignatureResponse> Signatures { get; } = [];

    /// <summary>What a signature waits for before its answer.</summary>
    public Func<CancellationToken, Task> Signing { get; set; } = _ => Task.CompletedTask;

    public List<ulong> Acknowledged { get; } = [];

    public Task<FarmerAppInfo> GetFarmerAppInfoAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<SlotInfo> SubscribeSlotInfoAsync(CancellationToken cancellationToken) => Slots.Reader.ReadAllAsync(cancellationToken);

    public Task SubmitSolutionResponseAsync(SolutionResponse response, CancellationToken cancellationToken)
    {
        lock (Solutions)
        {
            Solutions.Add(response);
        }

        return Verdict(response) is { } refusal ? Task.FromException(refusal) : Task.CompletedTask;
    }

    public IAsyncEnumerable<RewardSigningInfo> SubscribeRewardSigningAsync(CancellationToken cancellationToken) =>
        Requests.Reader.ReadAllAsync(cancellationToken);

    public Task SubmitRewardSignatureAsync(RewardSignatureResponse response, CancellationToken cancellationToken)
    {
        lock (Signatures)
        {
            Signatures.Add(response);
        }

        return Signing(cancellationToken);
    }

    public IAsyncEnumerable<SegmentHeader> SubscribeArchivedSegmentHeadersAsync(CancellationToken cancellationToken) =>
        Archived.Reader.ReadAllAsync(cancellationToken);

    public Task AcknowledgeArchivedSegmentHeaderAsync(SegmentIndex segmentIndex, CancellationToken cancellationToken)
    {
        lock (Acknowledged)
        {
            Acknowledged.Add(segmentIndex.Value);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SegmentHeader?>> GetSegmentHeadersAsync(
        IReadOnlyList<SegmentIndex> segmentIndexes, CancellationToken cancellationToken)
    {
        lock (Headers)
        {
            return Task.FromResult<IReadOnlyList<SegmentHeader?>>(
                [.. segmentIndexes.Select(index => index.Value < (ulong)Headers.Count ? Headers[(int)index.Value] : null)]);
        }
    }

    public Task<IReadOnlyList<SegmentHeader?>> GetLastSegmentHeadersAsync(uint limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Piece?> GetPieceAsync(PieceIndex pieceIndex, CancellationToken cancellationToken) => Task.FromResult(Pieces(pieceIndex));

    public IAsyncEnumerable<ObjectMappingResponse> SubscribeObjectMappingsAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public async IAsyncEnumerable<ObjectMappingResponse> SubscribeFilteredObjectMappingsAsync(
        IReadOnlyList<Blake3Hash> hashes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
