using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Placement;
using Autonomys.Messaging;

namespace Autonomys.Cluster.Tools;

/// <summary>Who is in the cluster, and how cache items are placed, at one moment.</summary>
/// <param name="Members">By role and id; who ended without saying so is listed for some seconds more.</param>
/// <param name="Placement">Null before the first sharded cache came.</param>
public sealed record ClusterSnapshot(IReadOnlyList<MemberInfo> Members, CachePlacement? Placement = null) : ClusterMessage
{
    /// <exception cref="BusException">The servers do not answer.</exception>
    public static async Task<ClusterSnapshot> TakeAsync(IClusterBus bus, CancellationToken cancellationToken)
    {
        IReadOnlyList<MemberInfo> members = await Membership.Members.ReadAsync(bus, cancellationToken).ConfigureAwait(false);
        return new ClusterSnapshot(members, await PlacementBoard.FindAsync(bus, cancellationToken).ConfigureAwait(false));
    }
}
