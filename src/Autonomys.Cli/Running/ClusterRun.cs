using System.Net;
using System.Runtime.CompilerServices;
using Autonomys.Cli.Commands;
using Autonomys.Cli.Output;
using Autonomys.Cluster;
using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Transfer;
using Autonomys.Messaging;
using Autonomys.Messaging.Nats;

namespace Autonomys.Cli.Running;

/// <summary>Components of a cluster in this process, from the first connection to the end.</summary>
internal static class ClusterRun
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(
        ClusterRunOptions options, IReadOnlyList<IClusterComponent> components, CancellationToken cancellationToken)
    {
        ChainKzg.RequireKnown(options.KzgParameters);
        IEventReporter reporter = EventReporters.Create(options.Json, "autonomys-farmer cluster");
        await using (reporter.ConfigureAwait(false))
        {
            MemberMetrics metrics = new();
            CountedEvents events = new(reporter, metrics);
            await using ConfiguredAsyncDisposable held = metrics.ConfigureAwait(false);
            try
            {
                await StartMetricsAsync(metrics, options, events).ConfigureAwait(false);
                IClusterBus bus = await ConnectAsync(options.Servers, events, cancellationToken).ConfigureAwait(false);
                await using (bus.ConfigureAwait(false))
                {
                    ClusterToken? token = null;
                    await BusExtensions.RepeatAsync(
                        "Reading the cluster's token",
                        async () => token = await ClusterToken.LoadAsync(bus, cancellationToken).ConfigureAwait(false),
                        events,
                        once: true,
                        cancellationToken).ConfigureAwait(false);
                    Uri server = new(options.Servers[0]);
                    IPAddress advertised = TransferServer.LocalAddressTowards(server.Host, server.Port > 0 ? server.Port : 4222);
                    using ClusterContext context = new(bus, token!, advertised, chain => ChainKzg.Load(chain, options.KzgParameters, events), events);
                    context.Members.Told = metrics.Set;
                    await context.RunAsync(components, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Asked to stop: a clean end.
            }
        }

        return ExitCodes.Success;
    }

    private static async Task StartMetricsAsync(MemberMetrics metrics, ClusterRunOptions options, IFarmerEvents events)
    {
        if (options.PrometheusListenOn is { } listenOn)
        {
            await metrics.ServeAsync(listenOn).ConfigureAwait(false);
            events.Report(new Notice($"Metrics at http://{listenOn}/metrics"));
        }

        if (options.Push is { } push)
        {
            metrics.Push(
                push.Endpoint, push.Interval, push.Job, push.Label, exception => events.Report(new Warning($"Metrics were not pushed to {push.Endpoint}: {exception.Message}")));
        }
    }

    /// <summary>Waits for the servers: a machine may start before them. A server that is set up wrongly is an error at once.</summary>
    public static async Task<IClusterBus> ConnectAsync(string[] servers, IFarmerEvents events, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await NatsBus.ConnectAsync(
                    new NatsBusOptions
                    {
                        Servers = servers,
                        Name = $"autonomys-farmer {Environment.MachineName} {Environment.ProcessId}",
                        ConnectionChanged = change => events.Report(new Warning(change)),
                    },
                    cancellationToken).ConfigureAwait(false);
            }
            catch (BusUnavailableException exception)
            {
                events.Report(new Warning($"{exception.Message} Next try in {RetryPause.TotalSeconds:F0} s."));
                await Task.Delay(RetryPause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Printed, and counted for the metrics.</summary>
    private sealed class CountedEvents(IFarmerEvents printed, IFarmerEvents counted) : IFarmerEvents
    {
        public void Report(FarmerEvent farmerEvent)
        {
            counted.Report(farmerEvent);
            printed.Report(farmerEvent);
        }
    }
}
