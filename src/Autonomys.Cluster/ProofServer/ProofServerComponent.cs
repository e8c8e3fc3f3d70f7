using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Farming;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Transfer;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Space;

namespace Autonomys.Cluster.ProofServer;

/// <summary>Makes solutions of what plot-clients read from their disks.</summary>
/// <param name="options">Of the component.</param>
/// <param name="devices">Where a device that proves is looked for; default: the processor proves.</param>
public sealed class ProofServerComponent(ProofServerOptions options, IProofDeviceSource? devices = null) : IClusterComponent
{
    private readonly string _id = ComponentId.New();

    public async Task RunAsync(ClusterContext context, CancellationToken cancellationToken)
    {
        ChainResponse chain = await context.WaitForChainAsync(cancellationToken).ConfigureAwait(false);
        Kzg kzg = await context.KzgAsync(chain.ChainName!).ConfigureAwait(false);
        CpuRecordProofs proofs = new(threads: options.Threads);
        IProofDevice? device = devices is null ? null : await Task.Run(
            () => devices.Open(
                kzg, options.Threads, text => context.Events.Report(new Notice(text)), text => context.Events.Report(new Warning(text))),
            cancellationToken).ConfigureAwait(false);
        using LocalProver prover = new(kzg, proofs, options.Threads, device);

        // Told to the cluster only when the first proof will be as fast as any other.
        await Task.Run(() => prover.WarmUp(cancellationToken), cancellationToken).ConfigureAwait(false);
        ProofEndpoints endpoints = new(prover.ProveAsync, options.MaxInWork);
        TransferServer server = await TransferServer.StartAsync(
            options.ListenOn, context.Advertised, context.Token, endpoints.Map, cancellationToken, options.Advertise).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            context.Events.Report(new Notice($"Proof-server {_id} proves at {server.Endpoint} with {options.Threads} threads"));
            await context.Members.TellAsync(
                () => ClusterContext.Self(_id, MemberRole.ProofServer, server.Endpoint) with
                {
                    ProofsInWork = endpoints.InWork,
                    ProofsDone = endpoints.Done,
                },
                cancellationToken).ConfigureAwait(false);
        }
    }
}
