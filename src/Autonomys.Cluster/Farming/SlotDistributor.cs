using System.Diagnostics;
using Autonomys.Node.Contract;

namespace Autonomys.Cluster.Farming;

/// <summary>Passes each slot on to every farm the moment it arrives.</summary>
public sealed class SlotDistributor(INodeClient node, TimeSpan farmingTimeout, IReadOnlyList<FarmAuditor> auditors)
{
    /// <summary>Distributes until cancelled; a slot that is announced again, after a reconnection, is passed on once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        ulong? last = null;
        await foreach (SlotInfo slot in node.SubscribeSlotInfoAsync(cancellationToken).ConfigureAwait(false))
        {
            if (last is { } previous && slot.SlotNumber.Value == previous)
            {
                continue;
            }

            last = slot.SlotNumber.Value;
            ArrivedSlot arrived = new(slot, Stopwatch.GetTimestamp(), farmingTimeout);
            foreach (FarmAuditor auditor in auditors)
            {
                auditor.Offer(arrived);
            }
        }
    }
}
