using Autonomys.Archiving;
using Autonomys.Archiving.Reconstruction;
using Autonomys.Archiving.Segments;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Farming;
using Autonomys.Cluster.Farms;
using Autonomys.Cluster.History;
using Autonomys.Cluster.Plotting;
using Autonomys.Cluster.RewardSigning;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Space;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Segments;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Cluster.SingleMachine;

/// <summary>The four flows of one machine: history in, plotting, farming, reward signing.</summary>
/// <param name="options">What to farm.</param>
/// <param name="chain">What the node said when it was ready.</param>
/// <param name="node">The node; stays the caller's.</param>
/// <param name="blocks">The same node's blocks.</param>
/// <param name="kzg">The parameters of the node's chain.</param>
/// <param name="events">Told of everything.</param>
public sealed class SingleMachineFarmer(
    SingleMachineOptions options, FarmerAppInfo chain, INodeClient node, IChainClient blocks, Kzg kzg, IFarmerEvents events)
{
    /// <summary>Farms until cancelled; ends by itself only when nothing can be farmed any more.</summary>
    /// <exception cref="Autonomys.Farming.Farms.FarmException">A farm cannot be used as asked.</exception>
    /// <exception cref="HistoryException">The piece cache is another chain's.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        options.Validate();
        using FarmFleet farms = new(options, chain, events);
        await farms.StartAsync(cancellationToken).ConfigureAwait(false);
        PieceStore store = PieceStore.Open(options.PieceCacheDirectory, chain.GenesisHash);
        SegmentHeaders headers = new();
        PiecesReconstructor reconstructor = new(kzg, options.FarmingThreads);
        HistorySync history = new(
            node,
            headers,
            store,
            new SegmentChecker(new PieceVerifier(kzg), reconstructor),
            new BlockArchive(blocks, headers, new KzgSegmentCommitter(kzg, options.FarmingThreads), options.FarmingThreads),
            events);

        ErasureCode coding = new(scale: 16);
        List<IRecordEncoder> encoders = [];
        using EncodingGate gate = new();
        using SemaphoreSlim turns = new(options.SectorPlottingConcurrency);
        using LocalProver prover = new(kzg, new CpuRecordProofs(threads: options.FarmingThreads), options.FarmingThreads);
        try
        {
            for (int i = 0; i < options.RecordEncodingConcurrency; i++)
            {
                encoders.Add(new CpuRecordEncoder(new CpuRecordProofs(), coding, gate));
            }

            using SectorPlotter sectorPlotter = new(new HistoryPieces(store, reconstructor, events), encoders, new SectorPlotterOptions { Threads = options.EncodingThreads }, gate);
            ProofQueue proofs = new();
            SlotDistributor slots = new(node, chain.FarmingTimeout);
            RewardSigner signer = new(node, farms.Find, events);
            SolutionProving proving = new(proofs, prover, node, options.RewardAddress, gate.Pause, events);
            LocalSectorPlotting plotting = new(sectorPlotter, turns, chain.ProtocolInfo);
            HistorySize lifetime = new(chain.ProtocolInfo.MinSectorLifetime);

            async Task FarmAsync(DiskFarm farm, CancellationToken token)
            {
                FarmAuditor auditor = new(farm, options.FarmingThreads, proofs, events);
                FarmPlotter plotter = new(farm, plotting, concurrency: 1, headers, lifetime, () => history.Available, events);
                using IDisposable audited = slots.Add(auditor);
                await Flows.RunAllAsync([auditor.RunAsync, plotter.RunAsync], token).ConfigureAwait(false);
            }

            await Flows.RunAllAsync(
                [
                    token => Supervision.RunAsync("Following the history", history.RunAsync, events, token),
                    token => Supervision.RunAsync("Slots", slots.RunAsync, events, token),
                    token => Supervision.RunAsync("Reward signing", signer.RunAsync, events, token),
                    proving.RunAsync,
                    token => farms.RunAsync(FarmAsync, token),
                ],
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (IRecordEncoder encoder in encoders)
            {
                encoder.Dispose();
            }
        }
    }
}
