using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Node.Contract;

/// <summary>A node, as farmers use it. Every call may throw <see cref="NodeException"/>.</summary>
/// <remarks>
/// A subscription's sequence lives as long as it is enumerated: it goes on over a lost and restored connection, without what was
/// announced in between, and ends with an exception only when the node refuses it or the client is disposed.
/// </remarks>
public interface INodeClient : IAsyncDisposable
{
    Task<FarmerAppInfo> GetFarmerAppInfoAsync(CancellationToken cancellationToken);

    /// <summary>Slots as they begin; none while the node is syncing.</summary>
    IAsyncEnumerable<SlotInfo> SubscribeSlotInfoAsync(CancellationToken cancellationToken);

    /// <exception cref="NodeErrorException">The node refuses the solution and says why.</exception>
    Task SubmitSolutionResponseAsync(SolutionResponse response, CancellationToken cancellationToken);

    /// <summary>Hashes to sign, of all farmers of the node; answer only those with a key of one's own.</summary>
    IAsyncEnumerable<RewardSigningInfo> SubscribeRewardSigningAsync(CancellationToken cancellationToken);

    Task SubmitRewardSignatureAsync(RewardSignatureResponse response, CancellationToken cancellationToken);

    /// <summary>Segments as they are archived; the node waits for <see cref="AcknowledgeArchivedSegmentHeaderAsync"/> of each.</summary>
    IAsyncEnumerable<SegmentHeader> SubscribeArchivedSegmentHeadersAsync(CancellationToken cancellationToken);

    Task AcknowledgeArchivedSegmentHeaderAsync(SegmentIndex segmentIndex, CancellationToken cancellationToken);

    /// <summary>Headers of at most 1,000 segments, in the order asked for; null for one that does not exist.</summary>
    Task<IReadOnlyList<SegmentHeader?>> GetSegmentHeadersAsync(
        IReadOnlyList<SegmentIndex> segmentIndexes, CancellationToken cancellationToken);

    /// <summary>The newest headers, at most <paramref name="limit"/> (up to 1,000), oldest first.</summary>
    Task<IReadOnlyList<SegmentHeader?>> GetLastSegmentHeadersAsync(uint limit, CancellationToken cancellationToken);

    /// <summary>A piece of the genesis segment or of the newest one; null for any other. Not checked here.</summary>
    Task<Piece?> GetPieceAsync(PieceIndex pieceIndex, CancellationToken cancellationToken);

    IAsyncEnumerable<ObjectMappingResponse> SubscribeObjectMappingsAsync(CancellationToken cancellationToken);

    /// <summary>Mappings of at most 1,000 objects; the sequence ends when all have been found.</summary>
    IAsyncEnumerable<ObjectMappingResponse> SubscribeFilteredObjectMappingsAsync(
        IReadOnlyList<Blake3Hash> hashes, CancellationToken cancellationToken);
}
