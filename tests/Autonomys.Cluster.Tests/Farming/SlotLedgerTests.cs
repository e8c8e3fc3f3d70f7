using Autonomys.Cluster.Events;
using Autonomys.Cluster.Farming;

namespace Autonomys.Cluster.Tests.Farming;

public sealed class SlotLedgerTests
{
    [Fact]
    public void Audits_and_verdicts_of_a_slot_add_up()
    {
        SlotLedger ledger = new();
        ledger.Note(new SlotAudited("farm 0", 7, 10, 1, 12));
        ledger.Note(new SlotAudited("farm 1", 7, 20, 2, 9));
        ledger.Note(new SlotSkipped("farm 2", 7));
        ledger.Note(new SolutionSubmitted("farm 0", 7, 3, "accepted", null, 900, 950));
        ledger.Note(new SolutionSubmitted("farm 1", 7, 4, "timeout", "too late", 5000, 5100));
        ledger.Note(new ProvingFailed("farm 1", 7, 5, "sector 5 is damaged"));
        ledger.Note(new Notice("not about a slot"));
        SlotStatus slot = Assert.Single(ledger.Last);
        Assert.Equal(new SlotStatus(7, 2, 12, 3) { Skipped = 1, Accepted = 1, Lost = 2, Loss = "sector 5 is damaged" }, slot);
    }

    [Fact]
    public void Only_the_last_slots_are_kept_in_order()
    {
        SlotLedger ledger = new();
        for (ulong slot = 100; slot > 50; slot--)
        {
            ledger.Note(new SlotAudited("farm 0", slot, 1, 0, 1));
        }

        for (ulong slot = 101; slot < 110; slot++)
        {
            ledger.Note(new SlotAudited("farm 0", slot, 1, 0, 1));
        }

        ulong[] expected = [.. Enumerable.Range(110 - SlotLedger.Kept, SlotLedger.Kept).Select(slot => (ulong)slot)];
        Assert.Equal(expected, ledger.Last.Select(slot => slot.Slot));
    }
}
