using System.Net;
using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Transfer;
using Autonomys.Cryptography.Kzg;
using Autonomys.Messaging;

namespace Autonomys.Cluster;

/// <summary>What all components of a process share.</summary>
/// <param name="bus">The cluster's bus; stays the caller's.</param>
/// <param name="token">The cluster's token.</param>
/// <param name="advertised">Address that peers reach this machine at.</param>
/// <param name="loadKzg">Gives the parameters of the chain with this name.</param>
/// <param name="events">Told of everything.</param>
public sealed class ClusterContext(IClusterBus bus, ClusterToken token, IPAddress advertised, Func<string, Kzg> loadKzg, IFarmerEvents events)
    : IDisposable
{
    private static readonly DateTimeOffset Started = DateTimeOffset.UtcNow;

    private readonly Lock _lock = new();
    private Task<Kzg>? _kzg;

    public IClusterBus Bus => bus;

    public ClusterToken Token => token;

    public IPAddress Advertised => advertised;

    public IFarmerEvents Events => events;

    public TransferClient Transfer { get; } = new(token);

    public Members Members { get; } = new(bus, events);

    /// <summary>What a component says of itself at first.</summary>
    public static MemberInfo Self(string id, MemberRole role, Uri? endpoint) =>
        new(id, role, BuildVersion.Text, Environment.MachineName, Environment.ProcessId, Started, endpoint?.ToString().TrimEnd('/'))
        {
            Load = MachineLoad.Read(),
        };

    /// <summary>Runs components until cancelled. One that the bus ends begins anew; when one fails otherwise, all end.</summary>
    public Task RunAsync(IEnumerable<IClusterComponent> components, CancellationToken cancellationToken) => Flows.RunAllAsync(
        [
            Members.ListenAsync,
            .. components.Select(component => (Func<CancellationToken, Task>)(token => BusExtensions.RepeatAsync(
                component.GetType().Name, () => component.RunAsync(this, token), events, token))),
        ],
        cancellationToken);

    /// <summary>The parameters of the cluster's chain, loaded once for all components.</summary>
    public Task<Kzg> KzgAsync(string chainName)
    {
        lock (_lock)
        {
            return _kzg ??= Task.Run(() => loadKzg(chainName));
        }
    }

    /// <summary>Waits until a controller says what chain this is.</summary>
    public async Task<ChainResponse> WaitForChainAsync(CancellationToken cancellationToken)
    {
        TimeSpan pause = TimeSpan.FromSeconds(1);
        string? told = null;
        while (true)
        {
            try
            {
                ChainResponse chain = await BusNodeClient.AskForChainAsync(bus, cancellationToken).ConfigureAwait(false);
                if (!chain.Info!.Syncing)
                {
                    return chain;
                }

                Tell("The node is still syncing.");
            }
            catch (Exception exception) when (exception is BusException or Node.Contract.NodeException)
            {
                Tell(exception is NoResponderException ? "No controller is in the cluster." : exception.Message);
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }

        void Tell(string what)
        {
            // Once for each reason: it may take hours.
            if (told != what)
            {
                told = what;
                events.Report(new Warning($"Waiting for the chain: {what}"));
            }
        }
    }

    public void Dispose() => Transfer.Dispose();
}
