using System.CommandLine;
using System.Text.Json;
using Autonomys.Cli.Output;
using Autonomys.Cli.Parsing;
using Autonomys.Cli.Running;
using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Tools;
using Autonomys.Messaging;

namespace Autonomys.Cli.Commands;

/// <summary>`status`: who is in the cluster, and how it does.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        Option<string[]> servers = OptionParsing.NatsServers();
        servers.Required = true;
        Option<bool> watch = new("--watch") { Description = "Show it again every two seconds until Ctrl-C." };
        Option<bool> json = OptionParsing.Json("Print one JSON object; with --watch one per line.");
        Command command = new("status", "Show who is in the cluster: versions, load, caches, plotting rate, last slots, farms and disks.") { servers, watch, json };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetRequiredValue(servers), parsed.GetValue(watch), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] servers, bool watch, bool json, CancellationToken cancellationToken)
    {
        IClusterBus bus = await ClusterSession.ConnectAsync(servers, cancellationToken).ConfigureAwait(false);
        await using (bus.ConfigureAwait(false))
        {
            while (true)
            {
                ClusterSnapshot snapshot = await ClusterSnapshot.TakeAsync(bus, cancellationToken).ConfigureAwait(false);
                if (json)
                {
                    await Console.Out.WriteLineAsync(JsonSerializer.Serialize(snapshot, ClusterJson.Default.ClusterSnapshot)).ConfigureAwait(false);
                }
                else
                {
                    ClusterView.Write(snapshot, clear: watch && !Console.IsOutputRedirected);
                }

                if (!watch)
                {
                    return snapshot.Members.Count > 0 ? ExitCodes.Success : ExitCodes.Failure;
                }

                await Task.Delay(WatchInterval, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
