using Autonomys.Cluster.Events;
using Autonomys.Cluster.History;
using Autonomys.Cluster.Membership;
using Autonomys.Messaging;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.Controller;

/// <summary>The history as a controller sees it: what it holds itself, and what others of the cluster serve.</summary>
/// <param name="local">Pieces of segments that no cache has taken yet.</param>
/// <param name="members">Who serves what.</param>
/// <param name="bus">Makes one controller at a time get a segment.</param>
/// <param name="holder">This controller's name.</param>
/// <param name="events">Told when a right to work is lost.</param>
internal sealed class ClusterSegmentStore(PieceStore local, Members members, IClusterBus bus, string holder, IFarmerEvents events) : ISegmentStore
{
    public bool Contains(SegmentIndex segmentIndex) => local.Contains(segmentIndex) || IsServedByOthers(segmentIndex);

    public void Write(SegmentIndex segmentIndex, IReadOnlyList<Piece> pieces)
    {
        local.Write(segmentIndex, pieces);
        members.TellNow();
    }

    public async ValueTask<IAsyncDisposable?> ClaimAsync(SegmentIndex segmentIndex, CancellationToken cancellationToken)
    {
        // Before everybody was heard, all seems to be missing.
        await members.Settled.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Lease.AcquireAsync(bus, "history", holder, () => Contains(segmentIndex), events, cancellationToken).ConfigureAwait(false);
        }
        catch (BusException exception)
        {
            throw new IOException($"Getting segment {segmentIndex} waits for the cluster: {exception.Message}", exception);
        }
    }

    /// <summary>Removes what every full-piece cache has taken, when there is one.</summary>
    public void Release()
    {
        IReadOnlyList<MemberInfo> caches = members.Of(MemberRole.FullPieceCache);
        if (caches.Count == 0)
        {
            return;
        }

        foreach (SegmentIndex segment in local.Segments().ToArray())
        {
            if (caches.All(cache => cache.Serves(segment)))
            {
                local.Delete(segment);
            }
        }
    }

    private bool IsServedByOthers(SegmentIndex segmentIndex) => members.All.Any(member =>
        member.Role is MemberRole.FullPieceCache or MemberRole.Controller && member.Id != holder && member.Serves(segmentIndex));
}
