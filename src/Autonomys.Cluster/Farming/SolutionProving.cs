using System.Diagnostics;
using Autonomys.Cluster.Events;
using Autonomys.Farming;
using Autonomys.Farming.Reading;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Cluster.Farming;

/// <summary>Proves waiting candidates, best distance first, and submits them; the node's verdict is reported for each.</summary>
/// <param name="queue">The candidates.</param>
/// <param name="prover">Makes the proofs.</param>
/// <param name="node">Gets the solutions.</param>
/// <param name="rewardAddress">Who gets the reward; null for the farm's own key.</param>
/// <param name="pausePlotting">Holds plotting while a proof is made.</param>
/// <param name="events">Told of each outcome.</param>
/// <param name="concurrency">Candidates that are proven at once.</param>
public sealed class SolutionProving(
    ProofQueue queue,
    ISolutionProver prover,
    INodeClient node,
    PublicKey? rewardAddress,
    Func<IDisposable> pausePlotting,
    IFarmerEvents events,
    int concurrency = 1)
{
    /// <summary>Proves until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Run(() => prover.WarmUp(cancellationToken), cancellationToken).ConfigureAwait(false);
        await Flows.RunAllAsync(Enumerable.Repeat<Func<CancellationToken, Task>>(ProveWaitingAsync, concurrency), cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task ProveWaitingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ProofJob job = await queue.TakeAsync(cancellationToken).ConfigureAwait(false);
            if (job.Slot.IsOver)
            {
                ReportLate(job, 0);
                continue;
            }

            // A proof has seconds, a record of a sector has time: plotting waits between records.
            using (pausePlotting())
            {
                await ProveAsync(job, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ProveAsync(ProofJob job, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        SectorIndex sector = job.Candidate.Metadata.SectorIndex;
        bool isProven = false;
        try
        {
            await foreach (Solution solution in prover.ProveAsync(job, rewardAddress ?? job.Farm.PublicKey, cancellationToken).ConfigureAwait(false))
            {
                isProven = true;
                double proving = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                if (job.Slot.IsOver)
                {
                    ReportLate(job, proving);
                    return;
                }

                await SubmitAsync(job, solution, proving, cancellationToken).ConfigureAwait(false);
                started = Stopwatch.GetTimestamp();
            }

            if (!isProven && job.Slot.IsOver)
            {
                ReportLate(job, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }
        catch (Exception exception) when (exception is FarmingException or IOException or ObjectDisposedException)
        {
            events.Report(new ProvingFailed(job.Farm.Name, job.Slot.Info.SlotNumber.Value, sector.Value, exception.Message));
            if (exception is SectorReadException { IsCorruption: true })
            {
                SetAside(job, exception.Message);
            }
        }
    }

    private void SetAside(ProofJob job, string reason)
    {
        try
        {
            if (job.Farm.SetAside(job.Candidate.Metadata, reason))
            {
                events.Report(new SectorSetAside(job.Farm.Name, job.Candidate.Metadata.SectorIndex.Value, reason));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The audit finds out what is wrong with the disk; the other farms go on.
            events.Report(new Warning($"{job.Farm.Name}: sector {job.Candidate.Metadata.SectorIndex} could not be set aside: {exception.Message}"));
        }
    }

    private async Task SubmitAsync(ProofJob job, Solution solution, double provingMilliseconds, CancellationToken cancellationToken)
    {
        string result = "accepted";
        string? reason = null;
        try
        {
            await node.SubmitSolutionResponseAsync(new(job.Slot.Info.SlotNumber, solution), cancellationToken).ConfigureAwait(false);
        }
        catch (NodeException exception)
        {
            (result, reason) = ("rejected", exception.Message);
        }

        Report(job, result, reason, provingMilliseconds);
    }

    private void ReportLate(ProofJob job, double provingMilliseconds) =>
        Report(job, "timeout", $"the node takes solutions for {job.Slot.Timeout.TotalSeconds:F1} s after a slot", provingMilliseconds);

    private void Report(ProofJob job, string result, string? reason, double provingMilliseconds) => events.Report(new SolutionSubmitted(
        job.Farm.Name,
        job.Slot.Info.SlotNumber.Value,
        job.Candidate.Metadata.SectorIndex.Value,
        result,
        reason,
        provingMilliseconds,
        job.Slot.Elapsed.TotalMilliseconds));
}
