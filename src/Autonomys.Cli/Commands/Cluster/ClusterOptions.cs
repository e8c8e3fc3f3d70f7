using System.CommandLine;
using System.Net;
using Autonomys.Cli.Parsing;

namespace Autonomys.Cli.Commands.Cluster;

/// <summary>Options that all components of a process share; they may stand before or after the component's name.</summary>
internal sealed class ClusterOptions
{
    public Option<string[]> NatsServers { get; } = OptionParsing.NatsServers();

    public Option<string?> KzgParameters { get; } = Recursive(OptionParsing.KzgParametersFile());

    public Option<bool> Json { get; } = Recursive(OptionParsing.Json("Print one JSON object per event."));

    /// <summary>Where a component's data plane listens; each component has its own.</summary>
    public Option<IPEndPoint?> ListenOn { get; } = EndPoint(
        "--listen-on", "Where the data plane listens; default: a free port on all addresses.", "192.168.1.4:9966");

    /// <summary>Where peers reach that data plane.</summary>
    public Option<IPEndPoint?> Advertise { get; } = EndPoint(
        "--advertise", "Where peers reach the data plane, behind a forwarded port or in a container; default: where it listens.", "192.168.1.4:9966");

    /// <summary>Where Prometheus reads metrics, for all components of the process.</summary>
    public Option<IPEndPoint?> PrometheusListenOn { get; } = EndPoint(
        "--prometheus-listen-on", "Where metrics are served for Prometheus, at /metrics; default: nowhere.", "127.0.0.1:9616");

    public IEnumerable<Option> All => [NatsServers, KzgParameters, Json, ListenOn, Advertise, PrometheusListenOn];

    private static Option<IPEndPoint?> EndPoint(string name, string description, string example) => Recursive(new Option<IPEndPoint?>(name)
    {
        Description = description,
        HelpName = "IP:PORT",
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out IPEndPoint? endPoint))
            {
                return endPoint;
            }

            result.AddError($"{name} {text}: not an address and port, such as {example} (port 0 takes a free one).");
            return null;
        },
    });

    private static Option<T> Recursive<T>(Option<T> option)
    {
        option.Recursive = true;
        return option;
    }
}
