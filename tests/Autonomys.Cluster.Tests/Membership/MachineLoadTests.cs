using Autonomys.Cluster.Membership;

namespace Autonomys.Cluster.Tests.Membership;

public sealed class MachineLoadTests
{
    [Theory]
    [InlineData("0.52 0.58 0.59 1/467 12345\n", 0.52)]
    [InlineData("12.00 3 4 5/6 7", 12.0)]
    [InlineData("", null)]
    [InlineData("busy", null)]
    public void The_load_of_a_minute_is_the_first_number(string text, double? load) => Assert.Equal(load, MachineLoad.ParseLoadAverage(text));

    [Fact]
    public void This_process_holds_memory_of_this_machine()
    {
        MachineLoad load = MachineLoad.Read();
        Assert.InRange(load.MemoryBytes, 1_000_000, load.MachineMemoryBytes);
        Assert.Equal(Environment.ProcessorCount, load.Cores);
    }
}
