using Autonomys.Cluster.Events;

namespace Autonomys.Cluster.Farming;

/// <summary>Keeps what became of the last slots: why a reward was missed is read from here.</summary>
public sealed class SlotLedger
{
    /// <summary>A solution's verdict comes up to 4 s after its slot, and slots may come in bursts.</summary>
    public const int Kept = 16;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<ulong, SlotStatus> _slots = [];

    /// <summary>The last slots, oldest first; at most <see cref="Kept"/>.</summary>
    public IReadOnlyList<SlotStatus> Last
    {
        get
        {
            lock (_lock)
            {
                return [.. _slots.Values];
            }
        }
    }

    /// <summary>Takes what concerns a slot.</summary>
    public void Note(FarmerEvent farmerEvent)
    {
        switch (farmerEvent)
        {
            case SlotAudited audited:
                Change(audited.Slot, slot => slot with
                {
                    Farms = slot.Farms + 1,
                    AuditMilliseconds = Math.Max(slot.AuditMilliseconds, audited.Milliseconds),
                    Candidates = slot.Candidates + audited.Candidates,
                });
                break;
            case SlotSkipped skipped:
                Change(skipped.Slot, slot => slot with { Skipped = slot.Skipped + 1 });
                break;
            case SolutionSubmitted { Result: "accepted" } accepted:
                Change(accepted.Slot, slot => slot with { Accepted = slot.Accepted + 1 });
                break;
            case SolutionSubmitted lost:
                Change(lost.Slot, slot => slot with { Lost = slot.Lost + 1, Loss = lost.Reason ?? lost.Result });
                break;
            case ProvingFailed failed:
                Change(failed.Slot, slot => slot with { Lost = slot.Lost + 1, Loss = failed.Error });
                break;
        }
    }

    private void Change(ulong number, Func<SlotStatus, SlotStatus> change)
    {
        lock (_lock)
        {
            _slots[number] = change(_slots.GetValueOrDefault(number) ?? new SlotStatus(number, 0, 0, 0));
            if (_slots.Count > Kept)
            {
                _slots.Remove(_slots.Keys.First());
            }
        }
    }
}
