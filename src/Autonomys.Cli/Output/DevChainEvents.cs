using System.Globalization;
using Autonomys.Cluster.Events;
using Autonomys.DevChain;
using Autonomys.Primitives.Addresses;
using Autonomys.Primitives.Sectors;
using Chain = Autonomys.DevChain;

namespace Autonomys.Cli.Output;

/// <summary>What the development chain does, as the events that the operator sees.</summary>
/// <param name="events">Where they go.</param>
/// <param name="isOwn">Whether a farmer's key is one of this process.</param>
internal sealed class DevChainEvents(IFarmerEvents events, Func<PublicKey, bool> isOwn)
{
    private readonly Dictionary<ulong, DateTimeOffset> _archivingSince = [];

    /// <summary>Called by the chain, one event at a time.</summary>
    public void Report(DevChainEvent happened)
    {
        if (Translate(happened) is { } farmerEvent)
        {
            events.Report(farmerEvent);
        }
    }

    private FarmerEvent? Translate(DevChainEvent happened) => happened switch
    {
        SegmentArchiving e => Archiving(e),
        Chain.SegmentArchived e => Archived(e),
        ChainStarted e => new Notice(Text(
            $"Development chain {e.GenesisHash} at block {e.BlockNumber}, slot {e.Slot}, {e.HistorySize} segments; RPC on {e.RpcUrl}")),
        Chain.BlockProduced e => new Cluster.Events.BlockProduced(
            e.Number, e.Slot.Value, e.Hash.ToString(), new Ss58Address(e.RewardAddress).ToString(), isOwn(e.Farmer)),
        VoteAccepted e => new VoteIncluded(e.Slot.Value, new Ss58Address(e.Farmer).ToString()),
        Chain.SolutionRefused e => new Cluster.Events.SolutionRefused(
            e.Slot.Value, Text($"{e.Reason} (sector {e.SectorIndex} of {new Ss58Address(e.Farmer)}, history size {e.HistorySize})")),
        SignatureMissing e => new Warning(Text(
            $"Nobody signed the {(e.IsBlock ? "block" : "vote")} of slot {e.Slot} in time: its reward is lost")),
        SignatureInvalid e => new Warning(Text($"A signature for slot {e.Slot} is not by the farmer {new Ss58Address(e.Farmer)}")),
        SegmentNotAcknowledged e => new Warning(Text($"{e.Missing} farmers did not acknowledge segment {e.SegmentIndex} in time")),
        StorageRepaired e => new Warning(Text($"{e.File}: the last {e.Bytes} bytes, of an interrupted write, were cut off")),
        EraEnded e => new Notice(Text($"Era ended at block {e.BlockNumber}: solution range {e.SolutionRange} → {e.NextSolutionRange}")),
        FileImported e => new Notice(Text($"Importing {e.Name}: {e.BytesDone} of {e.Bytes} bytes are in blocks")),
        FileImportFailed e => new Warning(Text($"Importing {e.Name} failed: {e.Reason}")),
        ImportFinished e => new Notice(Text($"Import complete: {e.Files} files, {e.Bytes} bytes are in blocks")),
        TimePaused e => new Notice(Text($"Nobody listens to slots: time stands still at slot {e.Slot} until somebody farms")),
        ChainFailed e => new Warning(Text($"The development chain stopped: {e.Exception.Message}")),
        _ => null,
    };

    private FarmerEvent? Archiving(SegmentArchiving e)
    {
        _archivingSince.TryAdd(e.SegmentIndex.Value, DateTimeOffset.UtcNow);
        return e.SegmentIndex.Value == 0 ? new GenesisArchiving(e.RecordsDone, e.Records) : null;
    }

    private Cluster.Events.SegmentArchived Archived(Chain.SegmentArchived e)
    {
        ulong index = e.Header.SegmentIndex.Value;
        double seconds = _archivingSince.Remove(index, out DateTimeOffset since) ? (DateTimeOffset.UtcNow - since).TotalSeconds : 0;
        return new Cluster.Events.SegmentArchived(index, seconds);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
