using Autonomys.Cluster.PlotServer;

namespace Autonomys.Cluster.Tests.PlotServer;

public sealed class PlottingRateTests
{
    [Fact]
    public void The_rate_is_that_of_the_last_hour()
    {
        HandClock clock = new();
        PlottingRate rate = new(clock);
        Assert.Null(rate.SectorsPerHour);
        clock.Now += TimeSpan.FromMinutes(6);
        rate.Count();
        rate.Count();
        Assert.Equal(20, rate.SectorsPerHour!.Value, 6);
        clock.Now += TimeSpan.FromMinutes(60);
        Assert.Equal(2, rate.SectorsPerHour!.Value, 6);
        clock.Now += TimeSpan.FromSeconds(1);
        rate.Count();
        Assert.Equal(1, rate.SectorsPerHour!.Value, 6);
        Assert.Equal(3, rate.Done);
    }

    /// <summary>A clock that is set by hand.</summary>
    private sealed class HandClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
