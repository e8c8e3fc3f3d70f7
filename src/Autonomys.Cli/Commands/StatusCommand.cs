using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Autonomys.Cli.Parsing;
using Autonomys.Cli.Running;
using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Placement;
using Autonomys.Cluster.Tools;
using Autonomys.Messaging;
using Spectre.Console;

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
        Command command = new("status", "Show who is in the cluster: versions, load, caches, farms.") { servers, watch, json };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetRequiredValue(servers), parsed.GetValue(watch), parsed.GetValue(json), cancellationToken));
        return command;
    }

    /// <summary>What a member does, in a few words.</summary>
    internal static string Describe(MemberInfo member) => member.Role switch
    {
        MemberRole.Controller => member.Segments is { Length: > 0 } held ? $"holds segments {held} until the caches have them" : "",
        MemberRole.FullPieceCache => $"segments {(member.Segments is { Length: > 0 } segments ? segments : "none")}{(member.Visible == true ? ", visible" : "")}",
        MemberRole.ShardedCache => Text($"{member.Items} of {member.ItemsWanted} items, room for {(member.Capacity ?? 0) / 1e9:F0} GB"),
        MemberRole.PlotServer => Text($"{member.SectorsPlotting} sectors in work, {member.SectorsWaiting} wait for their farm, {member.SectorsDone} plotted"),
        MemberRole.ProofServer => Text($"{member.ProofsInWork} proofs in work, {member.ProofsDone} made"),
        MemberRole.PlotClient => Text($"slot {member.LastSlot}, {member.SolutionsAccepted} solutions accepted, {member.SolutionsLost} lost"),
        _ => "",
    };

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
                    Write(snapshot, clear: watch && !Console.IsOutputRedirected);
                }

                if (!watch)
                {
                    return snapshot.Members.Count > 0 ? ExitCodes.Success : ExitCodes.Failure;
                }

                await Task.Delay(WatchInterval, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static void Write(ClusterSnapshot snapshot, bool clear)
    {
        if (Console.IsOutputRedirected)
        {
            // A file or a pipe has no edge that lines would have to fold at.
            AnsiConsole.Profile.Width = 240;
        }

        if (clear)
        {
            AnsiConsole.Clear();
        }

        if (snapshot.Members.Count == 0)
        {
            Console.WriteLine("Nobody is in the cluster.");
            return;
        }

        Table members = new() { Border = TableBorder.Minimal };
        members.AddColumns("component", "id", "machine", "version", "data plane", "");
        foreach (MemberInfo member in snapshot.Members)
        {
            members.AddRow(
                Markup.Escape(Name(member.Role)),
                Markup.Escape(member.Id),
                Markup.Escape(Text($"{member.Host} ({member.ProcessId})")),
                Markup.Escape(member.Version),
                Markup.Escape(member.Endpoint ?? ""),
                Markup.Escape(Describe(member)));
        }

        AnsiConsole.Write(members);
        FarmStatus[] farms = [.. snapshot.Members.SelectMany(member => member.Farms ?? [])];
        if (farms.Length > 0)
        {
            Table table = new() { Border = TableBorder.Minimal };
            table.AddColumns("farm", "sectors", "key");
            foreach (FarmStatus farm in farms)
            {
                table.AddRow(Markup.Escape(farm.Directory), Text($"{farm.SectorsPlotted} of {farm.SectorsTotal}"), Markup.Escape(farm.PublicKey));
            }

            AnsiConsole.Write(table);
        }

        if (snapshot.Placement is { } placement)
        {
            Console.WriteLine(Text(
                $"cache items: {CacheItemTypes.Name(placement.ItemType)}, {placement.DataFragments} data and {placement.ParityFragments} parity fragments on {placement.Caches.Count} caches, epoch {placement.Epoch}"));
        }
    }

    private static string Name(MemberRole role) => role switch
    {
        MemberRole.FullPieceCache => "full-piece-sharded-cache",
        MemberRole.ShardedCache => "sharded-cache",
        MemberRole.PlotServer => "plot-server",
        MemberRole.ProofServer => "proof-server",
        MemberRole.PlotClient => "plot-client",
        _ => "controller",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
