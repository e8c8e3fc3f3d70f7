using System.Diagnostics;
using System.Threading.Channels;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Farms;
using Autonomys.Farming.Auditing;
using Autonomys.Farming.Sectors;

namespace Autonomys.Cluster.Farming;

/// <summary>Audits one farm for each slot, on its own: a slow disk makes this farm skip slots, and no other.</summary>
public sealed class FarmAuditor(IFarm farm, int threads, ProofQueue proofs, IFarmerEvents events)
{
    /// <summary>Unreadable audits after which a sector is taken out of use: one may be a passing fault of the disk.</summary>
    private const int FailuresUntilSetAside = 3;

    // One slot waits while one is audited; a farm further behind than that would only prove what is over.
    private readonly Channel<ArrivedSlot> _slots = Channel.CreateBounded<ArrivedSlot>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly PlotAuditor _auditor = new(farm.PublicKey, threads);
    private readonly Dictionary<int, int> _failures = [];
    private int _unreadable;

    /// <summary>Hands over a slot; when the farm is still busy with an earlier one, it is skipped and said so.</summary>
    public void Offer(ArrivedSlot slot)
    {
        if (!_slots.Writer.TryWrite(slot))
        {
            events.Report(new SlotSkipped(farm.Name, slot.Info.SlotNumber.Value));
        }
    }

    /// <summary>Audits until cancelled.</summary>
    /// <exception cref="IOException">None of several sectors could be read, again and again: not they are bad, the disk is gone.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (ArrivedSlot slot in _slots.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!slot.IsOver)
            {
                Audit(slot, cancellationToken);
            }
        }
    }

    private void Audit(ArrivedSlot slot, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        IReadOnlyList<SectorMetadata?> sectors = farm.Sectors;
        PlotAudit audit = _auditor.Audit(
            farm.Plot, sectors, slot.Info.GlobalChallenge, slot.Info.VotingSolutionRange, cancellationToken: cancellationToken);
        events.Report(new SlotAudited(
            farm.Name,
            slot.Info.SlotNumber.Value,
            audit.SectorsAudited,
            audit.Candidates.Count,
            Stopwatch.GetElapsedTime(started).TotalMilliseconds));
        foreach (SolutionCandidate candidate in audit.Candidates)
        {
            if (proofs.Add(new ProofJob(farm, slot, candidate)) is { } dropped)
            {
                events.Report(new Warning(
                    $"{dropped.Farm.Name}: more candidates than this machine can prove; one of slot {dropped.Slot.Info.SlotNumber} was dropped."));
            }
        }

        // All sectors at once: setting them aside would have the whole farm plotted again for a loose cable.
        _unreadable = audit is { Failures.Count: > 1, ChunksAudited: 0 } ? _unreadable + 1 : 0;
        if (_unreadable > 0)
        {
            string reason = $"none of its {audit.Failures.Count} sectors can be read: {audit.Failures[0]}";
            if (_unreadable >= FailuresUntilSetAside)
            {
                throw new IOException($"{reason} Is its disk still there?");
            }

            events.Report(new Warning($"{farm.Name}: {farm.Directory}: {reason}"));
            return;
        }

        foreach (SectorAuditFailure failure in audit.Failures)
        {
            NoteFailure(failure, sectors[failure.SectorIndex.Value]);
        }
    }

    private void NoteFailure(SectorAuditFailure failure, SectorMetadata? metadata)
    {
        int sector = failure.SectorIndex.Value;
        int failures = _failures[sector] = _failures.GetValueOrDefault(sector) + 1;
        events.Report(new Warning($"{farm.Name}: {farm.Directory}: {failure}"));
        if (failures >= FailuresUntilSetAside)
        {
            _failures.Remove(sector);
            string reason = $"its s-bucket {failure.SBucket} could not be read: {failure.Error.Message}";
            if (metadata is not null && farm.SetAside(metadata, reason))
            {
                events.Report(new SectorSetAside(farm.Name, sector, reason));
            }
        }
    }
}
