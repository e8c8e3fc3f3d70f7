using System.Net;
using Autonomys.Cli.Output;
using Autonomys.Cluster;
using Autonomys.Cluster.Transfer;
using Autonomys.Messaging;
using Autonomys.Messaging.Nats;

namespace Autonomys.Cli.Running;

/// <summary>A command's short visit to a cluster.</summary>
internal static class ClusterSession
{
    /// <summary>Connects, once, does the work with a view of all members, and leaves.</summary>
    /// <exception cref="BusException">No server answers, or not as a cluster needs it.</exception>
    public static async Task<T> RunAsync<T>(
        string[] servers, string? kzgParameters, IEventReporter events, Func<ClusterContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        IClusterBus bus = await ConnectAsync(servers, cancellationToken).ConfigureAwait(false);
        await using (bus.ConfigureAwait(false))
        {
            ClusterToken token = await ClusterToken.LoadAsync(bus, cancellationToken).ConfigureAwait(false);
            using ClusterContext context = new(bus, token, IPAddress.Loopback, chain => ChainKzg.Load(chain, kzgParameters, events), events);
            using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task listening = context.Members.ListenAsync(ended.Token);
            try
            {
                await context.Members.Settled.WaitAsync(cancellationToken).ConfigureAwait(false);
                return await work(context, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await ended.CancelAsync().ConfigureAwait(false);
                await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public static async Task<IClusterBus> ConnectAsync(string[] servers, CancellationToken cancellationToken) =>
        await NatsBus.ConnectAsync(
            new NatsBusOptions { Servers = servers, Name = $"autonomys-farmer tool {Environment.MachineName} {Environment.ProcessId}" },
            cancellationToken).ConfigureAwait(false);
}
