using System.Collections.Immutable;
using System.Diagnostics;
using Autonomys.Node.Contract;

namespace Autonomys.Cluster.Farming;

/// <summary>Passes each slot on to every farm the moment it arrives.</summary>
public sealed class SlotDistributor(INodeClient node, TimeSpan farmingTimeout)
{
    private ImmutableList<FarmAuditor> _auditors = [];

    /// <summary>A farm gets slots from now on, until the result is disposed.</summary>
    public IDisposable Add(FarmAuditor auditor)
    {
        ImmutableInterlocked.Update(ref _auditors, static (all, one) => all.Add(one), auditor);
        return new Registration(() => ImmutableInterlocked.Update(ref _auditors, static (all, one) => all.Remove(one), auditor));
    }

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
            foreach (FarmAuditor auditor in Volatile.Read(ref _auditors))
            {
                auditor.Offer(arrived);
            }
        }
    }

    private sealed class Registration(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
