using System.Globalization;
using Autonomys.Cluster.Farming;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Placement;
using Autonomys.Cluster.Tools;
using Spectre.Console;

namespace Autonomys.Cli.Output;

/// <summary>A cluster for people: tables of its components, farms and last slots.</summary>
internal static class ClusterView
{
    /// <summary>Width where the output has no edge that lines would have to fold at: a file or a pipe.</summary>
    private const int WideColumns = 240;

    public static void Write(ClusterSnapshot snapshot, bool clear)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WideColumns;
        }

        if (clear)
        {
            AnsiConsole.Clear();
        }

        Write(snapshot, AnsiConsole.Console);
    }

    internal static void Write(ClusterSnapshot snapshot, IAnsiConsole console)
    {
        if (snapshot.Members.Count == 0)
        {
            console.WriteLine("Nobody is in the cluster.");
            return;
        }

        console.Write(Members(snapshot.Members));
        MemberInfo[] clients = [.. snapshot.Members.Where(member => member.Farms is { Count: > 0 })];
        if (clients.Length > 0)
        {
            console.Write(Farms(clients));
        }

        MemberInfo[] audited = [.. clients.Where(member => member.LastSlots is { Count: > 0 })];
        if (audited.Length > 0)
        {
            console.Write(Slots(audited));
        }

        if (snapshot.Placement is { } placement)
        {
            console.WriteLine(Text(
                $"cache items: {CacheItemTypes.Name(placement.ItemType)}, {placement.DataFragments} data and {placement.ParityFragments} parity fragments on {placement.Caches.Count} caches, epoch {placement.Epoch}"));
        }
    }

    /// <summary>What a member does, in a few words.</summary>
    internal static string Describe(MemberInfo member) => member.Role switch
    {
        MemberRole.Controller => member.Segments is { Length: > 0 } held ? $"holds segments {held} until the caches have them" : "",
        MemberRole.FullPieceCache => $"segments {(member.Segments is { Length: > 0 } segments ? segments : "none")}{(member.Visible == true ? ", visible" : "")}",
        MemberRole.ShardedCache => Text($"{member.Items} of {member.ItemsWanted} items, room for {(member.Capacity ?? 0) / 1e9:F0} GB"),
        MemberRole.PlotServer => Text($"{member.SectorsPlotting} sectors in work, {member.SectorsWaiting} wait for their farm, {member.SectorsDone} plotted")
            + (member.SectorsPerHour is { } rate ? Text($", {rate:0.#} an hour") : ""),
        MemberRole.ProofServer => Text($"{member.ProofsInWork} proofs in work, {member.ProofsDone} made"),
        MemberRole.PlotClient => Text($"slot {member.LastSlot}, {member.SolutionsAccepted} solutions accepted, {member.SolutionsLost} lost"),
        _ => "",
    };

    /// <summary>What became of a slot's solutions.</summary>
    internal static string Outcome(SlotStatus slot)
    {
        List<string> parts = [];
        if (slot.Accepted > 0)
        {
            parts.Add(Text($"{slot.Accepted} accepted"));
        }

        if (slot.Lost > 0)
        {
            parts.Add(Text($"{slot.Lost} lost: {slot.Loss}"));
        }

        if (slot.Skipped > 0)
        {
            parts.Add(Text($"{slot.Skipped} farms were still busy"));
        }

        return string.Join(", ", parts);
    }

    private static Table Members(IReadOnlyList<MemberInfo> members)
    {
        Table table = Columns("component", "id", "machine", "version", "data plane", "load", "");
        foreach (MemberInfo member in members)
        {
            Add(
                table,
                Name(member.Role),
                member.Id,
                Text($"{member.Host} ({member.ProcessId})"),
                member.Version,
                member.Endpoint ?? "",
                member.Load is { } load ? Text($"{load.LoadAverage:F1} of {load.Cores} cores, {load.MemoryBytes / 1e9:F1} GB") : "",
                Describe(member));
        }

        return table;
    }

    private static Table Farms(IEnumerable<MemberInfo> clients)
    {
        Table table = Columns("farm", "machine", "sectors", "set aside", "disk free", "key");
        foreach (MemberInfo client in clients)
        {
            foreach (FarmStatus farm in client.Farms!)
            {
                Add(
                    table,
                    farm.Directory,
                    client.Host,
                    farm.Problem is null ? Text($"{farm.SectorsPlotted} of {farm.SectorsTotal}") : "not farmed",
                    Text($"{farm.SectorsSetAside}"),
                    farm.FreeBytes is { } free ? Text($"{free / 1e9:F0} GB") : "",
                    farm.Problem ?? farm.PublicKey);
            }
        }

        return table;
    }

    private static Table Slots(IEnumerable<MemberInfo> clients)
    {
        Table table = Columns("last slots", "plot-client", "farms audited", "slowest", "candidates", "solutions");
        foreach (MemberInfo client in clients)
        {
            foreach (SlotStatus slot in client.LastSlots!)
            {
                Add(
                    table,
                    Text($"{slot.Slot}"),
                    client.Id,
                    Text($"{slot.Farms}"),
                    Text($"{slot.AuditMilliseconds:F1} ms"),
                    Text($"{slot.Candidates}"),
                    Outcome(slot));
            }
        }

        return table;
    }

    private static Table Columns(params string[] names)
    {
        Table table = new() { Border = TableBorder.Minimal };
        table.AddColumns(names);
        return table;
    }

    private static void Add(Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);

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
