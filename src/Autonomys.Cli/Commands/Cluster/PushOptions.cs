using System.CommandLine;
using Autonomys.Cli.Parsing;

namespace Autonomys.Cli.Commands.Cluster;

/// <summary>Options that push a component's metrics to a Prometheus Pushgateway, under the names that operators' scripts give them.</summary>
/// <param name="Endpoint">The gateway.</param>
/// <param name="Interval">Seconds between pushes.</param>
/// <param name="Label">What tells this process from others.</param>
internal sealed record PushOptions(Option<Uri?> Endpoint, Option<int> Interval, Option<string?> Label)
{
    private const int DefaultSeconds = 15;

    public static PushOptions Create(string endpoint, string interval, string label) => new(
        new Option<Uri?>(endpoint)
        {
            Description = "Push metrics to this Prometheus Pushgateway, http://HOST:9091; default: nowhere.",
            HelpName = "URL",
            CustomParser = result =>
            {
                string text = result.Tokens.Single().Value;
                if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https")
                {
                    return url;
                }

                result.AddError($"{endpoint} {text}: not the address of a Pushgateway, such as http://192.168.1.9:9091.");
                return null;
            },
        },
        OptionParsing.Number(interval, "Seconds between pushes.", 1, 86_400, DefaultSeconds),
        new Option<string?>(label) { Description = "Instance that the metrics are pushed as; default: the machine's name.", HelpName = "LABEL" });

    public void AddTo(Command command)
    {
        command.Options.Add(Endpoint);
        command.Options.Add(Interval);
        command.Options.Add(Label);
    }

    /// <summary>What was given; null when nothing is to be pushed.</summary>
    public PushTarget? Read(ParseResult parsed, string job) => parsed.GetValue(Endpoint) is { } endpoint
        ? new PushTarget(endpoint, TimeSpan.FromSeconds(parsed.GetValue(Interval)), job, parsed.GetValue(Label) ?? Environment.MachineName)
        : null;
}

/// <summary>Where metrics are pushed to.</summary>
internal sealed record PushTarget(Uri Endpoint, TimeSpan Interval, string Job, string Label);
