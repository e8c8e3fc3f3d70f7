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
    public Option<IPEndPoint?> ListenOn { get; } = Recursive(new Option<IPEndPoint?>("--listen-on")
    {
        Description = "Where the data plane listens; default: a free port on all addresses.",
        HelpName = "IP:PORT",
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out IPEndPoint? endPoint))
            {
                return endPoint;
            }

            result.AddError($"--listen-on {text}: not an address and port, such as 192.168.1.4:9966 (port 0 takes a free one).");
            return null;
        },
    });

    public IEnumerable<Option> All => [NatsServers, KzgParameters, Json, ListenOn];

    private static Option<T> Recursive<T>(Option<T> option)
    {
        option.Recursive = true;
        return option;
    }
}
