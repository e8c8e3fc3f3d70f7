namespace Autonomys.Cluster.PlotServer;

/// <summary>Sectors plotted since the start, and how many an hour, by the last hour. Safe for concurrent use.</summary>
/// <param name="time">The clock.</param>
internal sealed class PlottingRate(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly long _started = time.GetTimestamp();
    private readonly Queue<long> _recent = [];
    private long _done;

    public long Done => Volatile.Read(ref _done);

    /// <summary>Null before the first sector.</summary>
    public double? SectorsPerHour
    {
        get
        {
            lock (_lock)
            {
                if (_done == 0)
                {
                    return null;
                }

                while (_recent.TryPeek(out long oldest) && time.GetElapsedTime(oldest) > Window)
                {
                    _recent.Dequeue();
                }

                TimeSpan running = time.GetElapsedTime(_started);
                return _recent.Count / (running < Window ? running : Window).TotalHours;
            }
        }
    }

    public void Count()
    {
        lock (_lock)
        {
            _done++;
            _recent.Enqueue(time.GetTimestamp());
        }
    }
}
