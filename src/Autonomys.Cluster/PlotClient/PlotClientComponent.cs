using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Farming;
using Autonomys.Cluster.Farms;
using Autonomys.Cluster.History;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Plotting;
using Autonomys.Cluster.PlotServer;
using Autonomys.Cluster.ProofServer;
using Autonomys.Cluster.RewardSigning;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Space;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.PlotClient;

/// <summary>The farms of a machine: has their sectors plotted, audits them for every slot, has candidates proven, and signs.</summary>
public sealed class PlotClientComponent(PlotClientOptions options) : IClusterComponent
{
    private static readonly TimeSpan HeadersInterval = TimeSpan.FromSeconds(30);

    /// <summary>Candidates that proof-servers work on for this client at once.</summary>
    private const int ProofsAtOnce = 4;

    private readonly string _id = ComponentId.New();

    public async Task RunAsync(ClusterContext context, CancellationToken cancellationToken)
    {
        options.Validate();
        ChainResponse told = await context.WaitForChainAsync(cancellationToken).ConfigureAwait(false);
        FarmerAppInfo chain = told.Info!;
        Kzg kzg = await context.KzgAsync(told.ChainName!).ConfigureAwait(false);
        Counts counts = new(context.Events);
        using FarmFleet farms = new(options, chain, counts);
        await farms.StartAsync(cancellationToken).ConfigureAwait(false);
        BusNodeClient node = new(context.Bus, counts);
        await using (node.ConfigureAwait(false))
        {
            SegmentHeaders headers = new();
            JobBoard board = await JobBoard.OpenAsync(context.Bus, cancellationToken).ConfigureAwait(false);
            JobWatch watch = new(board, counts);
            ClusterSectorPlotting plotting = new(options, context, board, watch);
            HistorySize lifetime = new(chain.ProtocolInfo.MinSectorLifetime);
            using LocalProver local = new(kzg, new CpuRecordProofs(threads: options.FarmingThreads), options.FarmingThreads);
            ClusterProver prover = new(context, kzg, local, counts);
            ProofQueue proofs = new();
            SlotDistributor slots = new(node, chain.FarmingTimeout);
            RewardSigner signer = new(node, farms.Find, counts);
            SolutionProving proving = new(proofs, prover, node, options.RewardAddress, static () => NoPause.Instance, counts, ProofsAtOnce);

            async Task FarmAsync(DiskFarm farm, CancellationToken token)
            {
                FarmAuditor auditor = new(farm, options.FarmingThreads, proofs, counts);
                using IDisposable audited = slots.Add(auditor);
                await Flows.RunAllAsync([auditor.RunAsync, stop => PlotAsync(farm, stop)], token).ConfigureAwait(false);
            }

            async Task PlotAsync(DiskFarm farm, CancellationToken token)
            {
                await context.Members.Settled.WaitAsync(token).ConfigureAwait(false);
                await BusExtensions.RepeatAsync(
                    $"{farm.Name}: taking over plot jobs", () => plotting.TakeOverAsync(farm, token), counts, once: true, token).ConfigureAwait(false);
                FarmPlotter plotter = new(
                    farm, plotting, options.SectorsInWorkPerFarm, headers, lifetime, () => Available(context, headers), counts);
                await plotter.RunAsync(token).ConfigureAwait(false);
            }

            context.Events.Report(new Notice($"Plot-client {_id} has {options.Farms.Count} farms"));
            await Flows.RunAllAsync(
                [
                    token => context.Members.TellAsync(() => Self(farms, counts), token),
                    token => FollowHeadersAsync(node, headers, counts, token),
                    watch.RunAsync,
                    token => Supervision.RunAsync("Slots", slots.RunAsync, counts, token),
                    token => Supervision.RunAsync("Reward signing", signer.RunAsync, counts, token),
                    proving.RunAsync,
                    token => farms.RunAsync(FarmAsync, token),
                ],
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is both archived and in a cache.</summary>
    private static HistorySize? Available(ClusterContext context, SegmentHeaders headers)
    {
        ulong cached = context.Members.All
            .Where(member => member.Role is MemberRole.FullPieceCache or MemberRole.Controller && member.Segments is not null)
            .Select(member => SegmentRanges.Parse(member.Segments!).Leading)
            .DefaultIfEmpty()
            .Max();
        ulong available = Math.Min(cached, headers.HistorySize?.Value ?? 0);
        return available > 0 ? new HistorySize(available) : null;
    }

    private static async Task FollowHeadersAsync(BusNodeClient node, SegmentHeaders headers, IFarmerEvents events, CancellationToken cancellationToken)
    {
        using SemaphoreSlim announced = new(0);
        Task listening = Task.Run(
            async () =>
            {
                await foreach (SegmentHeader _ in node.SubscribeArchivedSegmentHeadersAsync(cancellationToken).ConfigureAwait(false))
                {
                    announced.Release();
                }
            },
            CancellationToken.None);
        while (true)
        {
            try
            {
                await headers.CatchUpAsync(node, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is NodeException or HistoryException)
            {
                events.Report(new Warning($"Segment headers are not up to date: {exception.Message}"));
            }

            // A first look finds nothing where the controller itself has just begun.
            TimeSpan wait = headers.HistorySize is null ? TimeSpan.FromSeconds(1) : HeadersInterval;
            Task next = announced.WaitAsync(wait, cancellationToken);
            await (await Task.WhenAny(next, listening).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private MemberInfo Self(FarmFleet farms, Counts counts) => ClusterContext.Self(_id, MemberRole.PlotClient, null) with
    {
        LastSlot = counts.LastSlot,
        SolutionsAccepted = counts.Accepted,
        SolutionsLost = counts.Lost,
        LastSlots = counts.Slots.Last,
        Farms = farms.Status,
    };

    /// <summary>Passes events on, and counts what the cluster is told.</summary>
    private sealed class Counts(IFarmerEvents events) : IFarmerEvents
    {
        private ulong _lastSlot;
        private long _accepted;
        private long _lost;

        public ulong LastSlot => Volatile.Read(ref _lastSlot);

        public long Accepted => Volatile.Read(ref _accepted);

        public long Lost => Volatile.Read(ref _lost);

        public SlotLedger Slots { get; } = new();

        public void Report(FarmerEvent farmerEvent)
        {
            switch (farmerEvent)
            {
                case SlotAudited audited:
                    Volatile.Write(ref _lastSlot, audited.Slot);
                    break;
                case SolutionSubmitted { Result: "accepted" }:
                    Interlocked.Increment(ref _accepted);
                    break;
                case SolutionSubmitted or ProvingFailed:
                    Interlocked.Increment(ref _lost);
                    break;
            }

            Slots.Note(farmerEvent);
            events.Report(farmerEvent);
        }
    }

    /// <summary>Nothing is plotted in this process.</summary>
    private sealed class NoPause : IDisposable
    {
        public static NoPause Instance { get; } = new();

        public void Dispose()
        {
        }
    }
}
