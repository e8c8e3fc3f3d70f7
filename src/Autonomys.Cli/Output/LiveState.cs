using Autonomys.Cluster.Events;

namespace Autonomys.Cli.Output;

/// <summary>What the live display shows, folded from events. Not thread-safe: one reader folds and draws.</summary>
internal sealed class LiveState
{
    private const int RecentLines = 8;

    public SortedDictionary<string, FarmRow> Farms { get; } = new(StringComparer.Ordinal);

    public Queue<string> Recent { get; } = new();

    public string Node { get; private set; } = "connecting";

    public string Activity { get; private set; } = "starting";

    /// <summary>Share of the activity that is done, or null when it has no end.</summary>
    public double? Share { get; private set; }

    public ulong Slot { get; private set; }

    public int Blocks { get; private set; }

    public int Votes { get; private set; }

    public int Accepted { get; private set; }

    public int Missed { get; private set; }

    public int Signed { get; private set; }

    public void Fold(FarmerEvent farmerEvent)
    {
        switch (farmerEvent)
        {
            case GenesisArchiving e:
                (Activity, Share) = ("archiving the genesis segment", (double)e.Done / Math.Max(1, e.Total));
                break;
            case HistoryProgress e:
                (Activity, Share) = ($"history: {e.Stage}", (e.SegmentIndex + e.Share) / (e.LastSegmentIndex + 1));
                break;
            case NodeConnected e:
                Node = e.Url;
                break;
            case NodeLost e:
                Node = $"{e.Url} lost, trying again";
                break;
            case BlockProduced e:
                Blocks++;
                Slot = e.Slot;
                break;
            case VoteIncluded:
                Votes++;
                break;
            case RewardSigned:
                Signed++;
                break;
            case SolutionSubmitted e:
                (Accepted, Missed) = e.Result == "accepted" ? (Accepted + 1, Missed) : (Accepted, Missed + 1);
                break;
            case ProvingFailed:
                Missed++;
                break;
            default:
                FoldFarm(farmerEvent);
                break;
        }

        if (EventLine.For(farmerEvent) is var (level, text) && farmerEvent is not (GenesisArchiving or HistoryProgress))
        {
            Recent.Enqueue($"{farmerEvent.Time.ToLocalTime():HH:mm:ss} {(level == "INFO" ? "" : level + " ")}{text}");
            while (Recent.Count > RecentLines)
            {
                Recent.Dequeue();
            }
        }
    }

    private void FoldFarm(FarmerEvent farmerEvent)
    {
        switch (farmerEvent)
        {
            case FarmOpened e:
                Farms[e.Farm] = new FarmRow(e.Directory) { Plotted = e.SectorsPlotted, Total = e.SectorsTotal };
                (Activity, Share) = ("farming", null);
                break;
            case FarmFailed e:
                if (!Farms.TryGetValue(e.Farm, out FarmRow? failed))
                {
                    Farms[e.Farm] = failed = new FarmRow(e.Directory);
                }

                failed.State = "not farmed: " + e.Error;
                break;
            case SectorPlotting e when Farms.TryGetValue(e.Farm, out FarmRow? row):
                row.State = $"sector {e.SectorIndex}: {(e.Stage == "start" ? "queued" : e.Stage)} {100 * e.Share:F0}%";
                (Activity, Share) = ("plotting and farming", null);
                break;
            case SectorPlotted e when Farms.TryGetValue(e.Farm, out FarmRow? row):
                row.Plotted = e.SectorsPlotted;
                row.Total = e.SectorsTotal;
                row.LastSectorSeconds = e.Seconds;
                row.State = e.SectorsPlotted == e.SectorsTotal ? "plotted" : "";
                (Activity, Share) = (e.SectorsPlotted == e.SectorsTotal ? "farming" : Activity, null);
                break;
            case SlotAudited e:
                Slot = Math.Max(Slot, e.Slot);
                if (Farms.TryGetValue(e.Farm, out FarmRow? audited))
                {
                    audited.AuditMilliseconds = e.Milliseconds;
                }

                break;
            default:
                break;
        }
    }

    internal sealed class FarmRow(string directory)
    {
        public string Directory { get; } = directory;

        public int Plotted { get; set; }

        public int Total { get; set; }

        public double? LastSectorSeconds { get; set; }

        public double? AuditMilliseconds { get; set; }

        public string State { get; set; } = "";
    }
}
