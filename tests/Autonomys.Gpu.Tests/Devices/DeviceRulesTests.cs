using Autonomys.Farming.Plotting;
using Autonomys.Gpu.Devices;

namespace Autonomys.Gpu.Tests.Devices;

public sealed class DeviceRulesTests
{
    private const long Gigabyte = 1L << 30;

    [Theory]
    [InlineData(12, 0, 7, 5, 2)]
    [InlineData(13, 1, 12, 0, 96)]
    public void What_is_new_and_large_enough_is_used(int cudaMajor, int cudaMinor, int major, int minor, long gigabytes) =>
        Assert.Null(DeviceRules.WhyNot(cudaMajor, cudaMinor, major, minor, gigabytes * Gigabyte));

    [Theory]
    [InlineData(11, 8, 8, 9, 24 * Gigabyte, "install NVIDIA's driver 525.60.13 or newer")]
    [InlineData(12, 4, 7, 0, 32 * Gigabyte, "7.5 (Turing) is the oldest")]
    [InlineData(12, 4, 6, 1, 32 * Gigabyte, "compute capability 6.1")]
    [InlineData(12, 4, 7, 5, 2 * Gigabyte - 1, "2 GiB are needed")]
    public void What_is_not_is_told_with_what_to_do(int cudaMajor, int cudaMinor, int major, int minor, long memory, string expected) =>
        Assert.Contains(expected, DeviceRules.WhyNot(cudaMajor, cudaMinor, major, minor, memory), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "0-7", "")] // not known
    [InlineData("0-3,8-11", "0-15", "0,1,2,3,8,9,10,11")]
    [InlineData("0-3,8-11", "2-9", "2,3,8,9")] // the choice of numactl holds
    [InlineData("0-3", "4-7", "")] // even where it is far
    [InlineData("0-3", "0-1", "")] // nothing is left to choose
    [InlineData("0-3", "0-3", "")]
    public void Threads_stay_near_their_device_within_the_cores_of_the_process(string? near, string allowed, string expected)
    {
        Assert.True(CoreGroups.TryParse(allowed, [.. Enumerable.Range(0, 64)], out CoreGroups? groups, out _));
        Assert.Equal(expected, string.Join(',', NearCores.Choose(near, groups.For(0))));
    }

    [Fact]
    public void A_thread_works_on_the_cores_that_it_is_given()
    {
        int core = CoreGroups.Available[^1];
        IReadOnlyList<int> seen = [];
        using (WatchedThread<MemoryStream> thread = new("gpu 0", "a record", [core], () => new MemoryStream(), TimeSpan.FromMinutes(1)))
        {
            thread.Run(_ => seen = CoreGroups.Available, TimeSpan.FromMinutes(1));
        }

        Assert.Equal([core], seen);
    }
}
