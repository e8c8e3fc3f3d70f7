using Autonomys.Archiving.Reconstruction;
using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Pieces;
using Autonomys.Cluster.Placement;
using Autonomys.Cluster.Transfer;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Sectors;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Cluster.PlotServer;

/// <summary>Takes plot jobs, encodes their sectors, and keeps each until its farm has it.</summary>
/// <param name="options">Of the component.</param>
/// <param name="encoderSource">What encodes; default: the processor.</param>
public sealed class PlotServerComponent(PlotServerOptions options, IRecordEncoderSource? encoderSource = null) : IClusterComponent
{
    public async Task RunAsync(ClusterContext context, CancellationToken cancellationToken)
    {
        options.Validate();
        using DirectoryLock held = DirectoryLock.Take(options.BasePath);
        string id = ComponentId.Load(options.BasePath);
        FinishedSectors finished = FinishedSectors.Open(options.BasePath);
        JobBoard board = await JobBoard.OpenAsync(context.Bus, cancellationToken).ConfigureAwait(false);
        SectorEndpoints endpoints = new(finished, async (job, token) =>
        {
            finished.Remove(job);
            await board.RemoveAsync(job, token).ConfigureAwait(false);
        });
        TransferServer server = await TransferServer.StartAsync(
            options.ListenOn, context.Advertised, context.Token, endpoints.Map, cancellationToken, options.Advertise).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            context.Events.Report(new Notice(
                $"Plot-server {id} in {options.BasePath} serves {finished.Count} finished sectors at {server.Endpoint}"));
            Progress progress = new();
            PlacementBoard placement = new(context.Bus, context.Events);
            UnwantedSectors unwanted = new(finished, board, id, key => IsFarmed(context.Members, key), context.Events);
            await Flows.RunAllAsync(
                [
                    token => context.Members.TellAsync(
                        () => ClusterContext.Self(id, MemberRole.PlotServer, server.Endpoint) with
                        {
                            SectorsPlotting = progress.Plotting,
                            SectorsWaiting = finished.Count,
                            SectorsDone = progress.Rate.Done,
                            SectorsPerHour = progress.Rate.SectorsPerHour,
                        },
                        token),
                    placement.ListenAsync,
                    token => BusExtensions.RepeatAsync("Looking for unwanted sectors", () => unwanted.RunAsync(token), context.Events, token),
                    token => PlotAsync(context, id, finished, board, placement, progress, token),
                ],
                cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsFarmed(Members members, PublicKey key) => members.Of(MemberRole.PlotClient)
        .Any(client => client.Farms?.Any(farm => farm.PublicKey == key.ToString()) == true);

    private async Task PlotAsync(
        ClusterContext context,
        string id,
        FinishedSectors finished,
        JobBoard board,
        PlacementBoard placement,
        Progress progress,
        CancellationToken cancellationToken)
    {
        ChainResponse chain = await context.WaitForChainAsync(cancellationToken).ConfigureAwait(false);
        Kzg kzg = await context.KzgAsync(chain.ChainName!).ConfigureAwait(false);
        ClusterPieces pieces = new(
            context, new ShardedPieces(context, () => placement.Current), options.PriorityCache, new PiecesReconstructor(kzg, Environment.ProcessorCount));
        ErasureCode coding = new(scale: 16);

        // Devices compile their kernels and are tested first, which takes a while.
        IRecordEncoderSource source = encoderSource ?? new CpuRecordEncoderSource(options.RecordEncodingConcurrency);
        IReadOnlyList<IRecordEncoder> encoders = await Task.Run(
            () => source.Create(coding, text => context.Events.Report(new Notice(text)), text => context.Events.Report(new Warning(text))),
            cancellationToken).ConfigureAwait(false);
        try
        {
            using SectorPlotter plotter = new(pieces, encoders, new SectorPlotterOptions { Threads = options.EncodingThreads, FirstRetryDelay = TimeSpan.FromSeconds(2), LongestRetryDelay = TimeSpan.FromMinutes(1) });
            int sectors = options.SectorConcurrency ?? SectorMemory.Fitting(
                SectorLayout.SectorSize(chain.Info!.ProtocolInfo.MaxPiecesInSector), encoders.Count, SectorMemory.Available());
            context.Events.Report(new Notice(
                $"Plot-server {id} encodes {encoders.Count} records at once and keeps up to {sectors} sectors in memory"));
            JobWorker worker = new(options, sectors, id, context, finished, board, plotter, chain.Info!.ProtocolInfo, progress);
            await BusExtensions.RepeatAsync(
                "Telling of finished sectors", () => worker.AnnounceFinishedAsync(cancellationToken), context.Events, once: true, cancellationToken)
                .ConfigureAwait(false);
            IEnumerable<Func<CancellationToken, Task>> workers = Enumerable.Range(0, sectors)
                .Select(_ => (Func<CancellationToken, Task>)(token => BusExtensions.RepeatAsync(
                    "Taking plot jobs", () => worker.WorkAsync(token), context.Events, token)));
            await Flows.RunAllAsync(workers, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (IRecordEncoder encoder in encoders)
            {
                encoder.Dispose();
            }
        }
    }

    /// <summary>What the cluster is told.</summary>
    internal sealed class Progress
    {
        private int _plotting;

        public int Plotting => Volatile.Read(ref _plotting);

        public PlottingRate Rate { get; } = new(TimeProvider.System);

        public void Begin() => Interlocked.Increment(ref _plotting);

        public void End(bool done)
        {
            Interlocked.Decrement(ref _plotting);
            if (done)
            {
                Rate.Count();
            }
        }
    }
}
