using Autonomys.Cluster.Events;

namespace Autonomys.Cluster.Tests;

/// <summary>Keeps what was reported, and waits for it.</summary>
internal sealed class RecordedEvents : IFarmerEvents
{
    private readonly Lock _lock = new();
    private readonly List<FarmerEvent> _all = [];

    public IReadOnlyList<FarmerEvent> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _all];
            }
        }
    }

    public IEnumerable<T> Of<T>() => All.OfType<T>();

    public void Report(FarmerEvent farmerEvent)
    {
        lock (_lock)
        {
            _all.Add(farmerEvent);
        }
    }

    public async Task<T> WaitForAsync<T>(int count = 1)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1));
        while (Of<T>().Count() < count)
        {
            await Task.Delay(10, limit.Token);
        }

        return Of<T>().ElementAt(count - 1);
    }
}
