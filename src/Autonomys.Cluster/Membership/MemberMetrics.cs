using System.Net;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Transfer;
using Microsoft.AspNetCore.Builder;
using Prometheus;

namespace Autonomys.Cluster.Membership;

/// <summary>What components tell the cluster of themselves, as Prometheus metrics; served, pushed, or both.</summary>
/// <remarks>Names and labels are what dashboards are built on: add, do not rename.</remarks>
public sealed class MemberMetrics : IAsyncDisposable, IFarmerEvents
{
    private static readonly string[] Labels = ["role", "id"];

    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly Dictionary<string, Gauge> _gauges = new(StringComparer.Ordinal);
    private readonly Counter _skipped;
    private WebApplication? _page;
    private MetricPusher? _pusher;

    public MemberMetrics() => _skipped = Metrics.WithCustomRegistry(_registry).CreateCounter(
        "autonomys_messages_skipped_total", "Messages of the cluster that could not be understood, or are of a newer release, since the start.");

    /// <summary>Counts what is counted of events; it prints nothing.</summary>
    public void Report(FarmerEvent farmerEvent)
    {
        if (farmerEvent is MessageSkipped)
        {
            _skipped.Inc();
        }
    }

    /// <summary>Serves `/metrics` on an address of this machine.</summary>
    /// <exception cref="IOException">The port is in use, or the address is not this machine's.</exception>
    public async Task ServeAsync(IPEndPoint listenOn)
    {
        // prometheus-net's own server needs rights that Linux users lack for addresses other than localhost.
        _page = await PlainServer.StartAsync(listenOn, "--prometheus-listen-on", async context =>
        {
            context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            await _registry.CollectAndExportAsTextAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <summary>Pushes to a Prometheus Pushgateway.</summary>
    /// <param name="endpoint">The gateway's address, such as `http://192.168.1.9:9091`.</param>
    /// <param name="interval">Time between pushes.</param>
    /// <param name="job">Name of the job.</param>
    /// <param name="label">What tells this process from others of the job; null for none.</param>
    /// <param name="failed">Told when the gateway does not take it.</param>
    public void Push(Uri endpoint, TimeSpan interval, string job, string? label, Action<Exception> failed)
    {
        _pusher = new MetricPusher(new MetricPusherOptions
        {
            Endpoint = new Uri(endpoint.ToString().TrimEnd('/') + (endpoint.AbsolutePath.Contains("/metrics", StringComparison.Ordinal) ? "" : "/metrics")).ToString(),
            Job = job,
            Instance = label,
            IntervalMilliseconds = (long)interval.TotalMilliseconds,
            Registry = _registry,
            OnError = failed,
        });
        _pusher.Start();
    }

    /// <summary>Takes what a component says of itself.</summary>
    public void Set(MemberInfo member)
    {
        string role = member.Role.ToString();
        void Gauge(string name, string help, double? value)
        {
            if (value is not { } number)
            {
                return;
            }

            lock (_gauges)
            {
                if (!_gauges.TryGetValue(name, out Gauge? gauge))
                {
                    _gauges[name] = gauge = Metrics.WithCustomRegistry(_registry).CreateGauge("autonomys_" + name, help, Labels);
                }

                gauge.WithLabels(role, member.Id).Set(number);
            }
        }

        Gauge("up", "1 while the component runs.", 1);
        Gauge("segments", "Segments from the first on that are all served.", member.Segments is null ? null : SegmentRanges.Parse(member.Segments).Leading);
        Gauge("cache_items", "Items that a sharded cache holds.", member.Items);
        Gauge("cache_items_wanted", "Items that the placement gives a sharded cache.", member.ItemsWanted);
        Gauge("sectors_plotting", "Sectors that a plot-server works on.", member.SectorsPlotting);
        Gauge("sectors_waiting", "Finished sectors that wait for their farm.", member.SectorsWaiting);
        Gauge("sectors_encoded", "Sectors that a plot-server encoded since its start.", member.SectorsDone);
        Gauge("sectors_per_hour", "Sectors that a plot-server encoded in the last hour, or since its start scaled to an hour.", member.SectorsPerHour);
        Gauge("proofs_in_work", "Proofs that a proof-server works on.", member.ProofsInWork);
        Gauge("proofs_done", "Proofs that a proof-server made since its start.", member.ProofsDone);
        Gauge("last_slot", "The last slot that a plot-client audited.", member.LastSlot);
        Gauge("solutions_accepted", "Solutions that the node accepted since the start.", member.SolutionsAccepted);
        Gauge("solutions_lost", "Solutions that were late, refused or not proven since the start.", member.SolutionsLost);
        Gauge("audit_seconds", "The slowest audit of a farm in the last slot.", member.LastSlots?.LastOrDefault(slot => slot.Farms > 0)?.AuditMilliseconds / 1000);
        Gauge("farms", "Farms of a plot-client.", member.Farms?.Count);
        Gauge("farms_failed", "Farms of a plot-client that are not farmed now: the log says why.", member.Farms?.Count(farm => farm.Problem is not null));
        Gauge("sectors_plotted", "Sectors in the farms of a plot-client.", member.Farms?.Sum(farm => (double)farm.SectorsPlotted));
        Gauge("sectors_set_aside", "Sectors that could not be used and are plotted again.", member.Farms?.Sum(farm => (double?)farm.SectorsSetAside));
        Gauge("process_memory_bytes", "Memory that the process holds.", member.Load?.MemoryBytes);
        Gauge("machine_load_average", "Load of the machine over a minute.", member.Load?.LoadAverage);
        Gauge("sectors_total", "Sectors that fit the farms of a plot-client.", member.Farms?.Sum(farm => (double)farm.SectorsTotal));
    }

    public async ValueTask DisposeAsync()
    {
        if (_pusher is not null)
        {
            await _pusher.StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_page is not null)
        {
            await _page.DisposeAsync().ConfigureAwait(false);
        }
    }
}
