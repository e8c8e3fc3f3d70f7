using Autonomys.Archiving;
using Autonomys.Cluster.Events;

namespace Autonomys.Cluster.History;

/// <summary>Tells how far the making of a segment is, every few records.</summary>
internal sealed class ArchivingEvents(SegmentHeaders headers, IFarmerEvents events) : IProgress<ArchivingProgress>
{
    private const int Step = 16;

    public void Report(ArchivingProgress value)
    {
        if (value.Done % Step == 0 || value.Done == value.Total)
        {
            ulong last = (headers.HistorySize?.Value ?? 1) - 1;
            events.Report(new HistoryProgress(value.SegmentIndex.Value, last, $"archiving from blocks, {value.Stage}", (double)value.Done / value.Total));
        }
    }
}
