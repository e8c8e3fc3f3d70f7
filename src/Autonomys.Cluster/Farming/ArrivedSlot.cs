using System.Diagnostics;
using Autonomys.Node.Contract;

namespace Autonomys.Cluster.Farming;

/// <summary>A slot, when it arrived, and how long after that the node still takes a solution.</summary>
/// <param name="Info">The slot.</param>
/// <param name="ArrivedAt">Stopwatch timestamp of the arrival.</param>
/// <param name="Timeout">The node's farming timeout, counted from the arrival and not from the start of a proof.</param>
public sealed record ArrivedSlot(SlotInfo Info, long ArrivedAt, TimeSpan Timeout)
{
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(ArrivedAt);

    public bool IsOver => Elapsed >= Timeout;
}
