using System.Globalization;
using Autonomys.Cluster.Events;

namespace Autonomys.Cli.Output;

/// <summary>The sentence for an event. Phrases that existing log scrapers look for are kept as the official farmer prints them.</summary>
internal static class EventLine
{
    /// <summary>The line's severity tag and text, or null for what only the live display and JSON show.</summary>
    public static (string Level, string Text)? For(FarmerEvent farmerEvent) => farmerEvent switch
    {
        Notice e => ("INFO", e.Text),
        Warning e => ("WARN", e.Text),
        MessageSkipped e => ("WARN", Text($"A message to {e.Subject} was passed over: {e.Reason}")),
        KzgParametersReady e => ("INFO", Text($"KZG parameters ready from {e.Source} ({e.Seconds:F1} s)")),
        GenesisArchiving e => ("INFO", Text($"Archiving the genesis segment {100.0 * e.Done / Math.Max(1, e.Total):F0}% complete")),
        SegmentArchived e => ("INFO", Text($"Archived segment {e.SegmentIndex} ({e.Seconds:F1} s)")),
        BlockProduced e => ("INFO", Text($"Block #{e.Number} accepted in slot {e.Slot}, hash {e.Hash}, reward to {e.RewardAddress}{(e.Own ? " (ours)" : "")}")),
        VoteIncluded e => ("INFO", Text($"Vote accepted in slot {e.Slot}, reward to {e.RewardAddress}")),
        SolutionRefused e => ("WARN", Text($"Chain refused a solution for slot {e.Slot}: {e.Reason}")),
        HistoryProgress e => ("INFO", Text($"Piece cache sync {100 * (e.SegmentIndex + e.Share) / (e.LastSegmentIndex + 1):F2}% complete ({e.Stage}, segment {e.SegmentIndex} of {e.LastSegmentIndex})")),
        FarmOpened e => ("INFO", Text($"{e.Farm}: farm at {e.Directory}, {e.SectorsPlotted} of {e.SectorsTotal} sectors plotted")),
        FarmFailed e => ("ERROR", Text($"{e.Farm}: {e.Directory} is not farmed, the others go on: {e.Error}")),
        SectorSetAside e => ("WARN", Text($"{e.Farm}: sector {e.SectorIndex} set aside, it will be plotted again: {e.Reason}")),
        SectorPlotting { Stage: "start" } e => ("INFO", Text($"{e.Farm}: {(e.Replotting ? "Replotting" : "Plotting")} sector ({100 * e.Share:F2}% complete) sector_index={e.SectorIndex}")),
        SectorPlotting => null,
        SectorPlotted e => ("INFO", Text($"{e.Farm}: sector {e.SectorIndex} {(e.Replotting ? "replotted" : "plotted")} in {e.Seconds:F1} s, {e.SectorsPlotted} of {e.SectorsTotal} sectors")),
        SectorPlottingFailed e => ("WARN", Text($"{e.Farm}: plotting sector {e.SectorIndex} failed, next try in {e.RetryInSeconds:F0} s: {e.Error}")),
        SectorEncoded e => ("INFO", Text($"Plotted sector {e.SectorIndex} of farm {e.PublicKey} in {e.Seconds:F1} s ({e.Pieces} pieces)")),
        SegmentStored e => ("INFO", Text($"Stored segment {e.SegmentIndex} ({e.Seconds:F1} s)")),
        SlotAudited => null,
        SlotSkipped e => ("WARN", Text($"{e.Farm}: slot {e.Slot} skipped, still busy with an earlier one")),
        SolutionSubmitted { Result: "accepted" } e => ("INFO", Text($"{e.Farm}: solution for slot {e.Slot} from sector {e.SectorIndex} accepted (proven in {e.ProvingMilliseconds:F0} ms, {e.SinceSlotMilliseconds:F0} ms after the slot arrived)")),
        SolutionSubmitted e => ("WARN", Text($"{e.Farm}: solution for slot {e.Slot} from sector {e.SectorIndex} {e.Result}: {e.Reason} ({e.SinceSlotMilliseconds:F0} ms after the slot arrived)")),
        ProvingFailed e => ("ERROR", Text($"{e.Farm}: proving sector {e.SectorIndex} failed for slot {e.Slot}: {e.Error}")),
        RewardSigned e => ("INFO", Text($"Successfully signed reward hash 0x{e.Hash} ({e.Milliseconds:F0} ms)")),
        NodeConnected e => ("INFO", Text($"Connected to node {e.Url}, chain {e.GenesisHash}")),
        NodeLost e => ("WARN", Text($"Lost node {e.Url}, trying again: {e.Error}")),
        _ => null,
    };

    private static double Percent(double done, double total) => total <= 0 ? 100 : 100 * done / total;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
