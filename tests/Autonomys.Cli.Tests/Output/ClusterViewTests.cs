using System.Globalization;
using Autonomys.Cli.Output;
using Autonomys.Cluster;
using Autonomys.Cluster.Farming;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Tools;
using Spectre.Console;

namespace Autonomys.Cli.Tests.Output;

public sealed class ClusterViewTests
{
    [Fact]
    public void Load_rate_farms_disks_and_last_slots_are_shown()
    {
        MachineLoad load = new(8, 3_000_000_000, 16_000_000_000, 1.5);
        string text = Show(new ClusterSnapshot(
            [
                ClusterContext.Self("p0", MemberRole.PlotServer, new Uri("http://10.0.0.1:9966")) with
                {
                    Load = load, SectorsPlotting = 2, SectorsWaiting = 1, SectorsDone = 40, SectorsPerHour = 12.5,
                },
                ClusterContext.Self("c0", MemberRole.PlotClient, null) with
                {
                    LastSlot = 9,
                    SolutionsAccepted = 3,
                    SolutionsLost = 1,
                    Farms = [new FarmStatus("farm 0", "/mnt/[a]", "00ff", 5, 8) { SectorsSetAside = 1, FreeBytes = 12_000_000_000 }],
                    LastSlots = [new SlotStatus(9, 1, 12.25, 2) { Accepted = 1, Lost = 1, Loss = "too late", Skipped = 3 }],
                },
            ],
            null));
        Assert.Contains("http://10.0.0.1:9966", text, StringComparison.Ordinal);
        Assert.Contains("1.5 of 8 cores, 3.0 GB", text, StringComparison.Ordinal);
        Assert.Contains("2 sectors in work, 1 wait for their farm, 40 plotted, 12.5 an hour", text, StringComparison.Ordinal);
        Assert.Matches(@"/mnt/\[a\] .* 5 of 8 .* 1 .* 12 GB .* 00ff", text);
        Assert.Matches(@"9 .* c0 .* 12\.[23] ms .* 1 accepted, 1 lost: too late, 3 farms were still busy", text);
    }

    [Fact]
    public void What_an_older_component_does_not_tell_is_left_empty()
    {
        string text = Show(new ClusterSnapshot(
            [
                ClusterContext.Self("c0", MemberRole.PlotClient, null) with { Load = null, Farms = [new FarmStatus("farm 0", "/mnt/a", "00ff", 5, 8)] },
            ],
            null));
        Assert.Contains("5 of 8", text, StringComparison.Ordinal);
        Assert.DoesNotContain("GB", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_cluster_is_said_to_be_empty() =>
        Assert.Equal("Nobody is in the cluster.", Show(new ClusterSnapshot([], null)).Trim());

    private static string Show(ClusterSnapshot snapshot)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 240;
        ClusterView.Write(snapshot, console);
        return output.ToString();
    }
}
