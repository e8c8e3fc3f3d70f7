using System.CommandLine;
using System.Net;
using Autonomys.Cli.Running;
using Autonomys.Cluster;
using Autonomys.Cluster.ShardedCache;
using Autonomys.Cluster.Transfer;

namespace Autonomys.Cli.Commands.Cluster;

/// <summary>`cluster`: one or more components of a farming cluster in this process.</summary>
internal static class ClusterCommand
{
    /// <summary>Between the components of one process.</summary>
    public const string Separator = "--";

    public static Command Create()
    {
        ClusterOptions options = new();
        Command cluster = new(
            "cluster",
            "Run a component of a farming cluster; several in one process are separated by --, each with its own options.");
        foreach (Option option in options.All)
        {
            cluster.Options.Add(option);
        }

        foreach (ComponentCommand component in ComponentCommand.All(options))
        {
            component.Command.SetAction((parsed, cancellationToken) => RunAsync(options, [(parsed, component)], cancellationToken));
            cluster.Subcommands.Add(component.Command);
        }

        cluster.Subcommands.Add(InitCommand.Create(options));
        return cluster;
    }

    /// <summary>Whether these arguments run several components: `cluster … controller … -- sharded-cache …`.</summary>
    public static bool IsComposite(string[] args) => args is ["cluster", ..] && args.Contains(Separator);

    /// <summary>Runs several components in this process, which share the options of the first.</summary>
    public static Task<int> RunCompositeAsync(string[] args, CancellationToken cancellationToken)
    {
        ClusterOptions options = new();
        return RunAsync(options, ParseComposite(args, options), cancellationToken);
    }

    /// <summary>Parses each part on its own, with the servers of the first; makes nothing yet.</summary>
    /// <exception cref="CommandException">A part is wrong.</exception>
    public static List<(ParseResult Parsed, ComponentCommand Command)> ParseComposite(string[] args, ClusterOptions options)
    {
        IReadOnlyList<ComponentCommand> commands = ComponentCommand.All(options);
        Command cluster = new("cluster");
        foreach (Option option in options.All)
        {
            cluster.Options.Add(option);
        }

        foreach (ComponentCommand command in commands)
        {
            cluster.Subcommands.Add(command.Command);
        }

        List<string[]> parts = Split(args[1..]);
        string[] shared = [.. SharedOptions(parts[0])];
        List<(ParseResult Parsed, ComponentCommand Command)> result = [];
        foreach (string[] part in parts)
        {
            ParseResult parsed = cluster.Parse(result.Count == 0 ? part : [.. shared, .. part]);
            ComponentCommand? chosen = commands.FirstOrDefault(command => ReferenceEquals(command.Command, parsed.CommandResult.Command));
            if (parsed.Errors.Count > 0 || chosen is null)
            {
                string reason = parsed.Errors.Count > 0
                    ? string.Join(Environment.NewLine, parsed.Errors.Select(error => error.Message))
                    : $"between {Separator} a component is missing: one of {string.Join(", ", commands.Select(command => command.Command.Name))}.";
                throw new CommandException(reason, ExitCodes.Usage);
            }

            result.Add((parsed, chosen));
        }

        return result;
    }

    private static List<string[]> Split(string[] args)
    {
        List<string[]> parts = [];
        int start = 0;
        for (int i = 0; i <= args.Length; i++)
        {
            if (i == args.Length || args[i] == Separator)
            {
                parts.Add(args[start..i]);
                start = i + 1;
            }
        }

        return parts;
    }

    /// <summary>The NATS servers, which later parts need not repeat.</summary>
    private static IEnumerable<string> SharedOptions(string[] part)
    {
        for (int i = 0; i + 1 < part.Length; i++)
        {
            if (part[i] is "--nats-server" or "--nats-servers")
            {
                yield return part[i];
                yield return part[i + 1];
            }
        }
    }

    private static Task<int> RunAsync(
        ClusterOptions options, IReadOnlyList<(ParseResult Parsed, ComponentCommand Command)> parts, CancellationToken cancellationToken)
    {
        ParseResult first = parts[0].Parsed;
        string[] servers = first.GetValue(options.NatsServers) is { Length: > 0 } given
            ? given
            : throw new CommandException("--nats-server is missing: give the address of each NATS server, such as nats://192.168.1.1:4222.", ExitCodes.Usage);
        ClusterRunOptions run = new()
        {
            Servers = servers,
            KzgParameters = first.GetValue(options.KzgParameters),
            Json = first.GetValue(options.Json),
            PrometheusListenOn = parts.Select(part => part.Parsed.GetValue(options.PrometheusListenOn)).FirstOrDefault(endPoint => endPoint is not null),
            Push = parts.Select(part => part.Command.Push?.Invoke(part.Parsed)).FirstOrDefault(target => target is not null),
        };
        IClusterComponent[] components = [.. parts.Select(part => part.Command.Make(part.Parsed))];
        if (components.All(component => component is ShardedCacheComponent { AnswersFromMemory: true }))
        {
            InlineSockets.Prefer();
        }

        return ClusterRun.RunAsync(run, components, cancellationToken);
    }

    /// <summary>Where a data plane listens when nobody says: a free port, or this one, on all addresses.</summary>
    public static IPEndPoint AnyAddress(int port = 0) => new(IPAddress.Any, port);
}
