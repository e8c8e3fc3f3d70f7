using Autonomys.Cluster.PlotServer;

namespace Autonomys.Cluster.Tests.PlotServer;

public sealed class SectorMemoryTests
{
    private const long GiB = 1L << 30;

    [Theory]
    [InlineData(64, 8, SectorMemory.MostSectors)]
    [InlineData(6, 8, 3)]
    [InlineData(2, 8, 1)]
    [InlineData(0, 8, 1)]
    public void As_many_as_fit_but_always_one(long availableGiB, int encoders, int sectors) =>
        Assert.Equal(sectors, SectorMemory.Fitting(1_056_896_064, encoders, availableGiB * GiB));

    [Fact]
    public void What_Linux_says_is_available_is_read()
    {
        Assert.Equal(12_345_678L * 1024, SectorMemory.ParseAvailable(["MemTotal:       24680000 kB", "MemAvailable:   12345678 kB"]));
        Assert.Null(SectorMemory.ParseAvailable(["MemTotal: 1 kB"]));
        Assert.InRange(SectorMemory.Available(), 1, long.MaxValue);
    }
}
