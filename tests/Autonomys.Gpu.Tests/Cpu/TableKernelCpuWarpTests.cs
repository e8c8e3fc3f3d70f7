using Autonomys.Gpu.Tests.Shared;

namespace Autonomys.Gpu.Tests.Cpu;

/// <summary>With 32 threads in a group, whose barriers take long on a processor: what can go wrong between threads.</summary>
public sealed class TableKernelCpuWarpTests() : TableKernelTests(TestDevice.CpuWarps)
{
    [Fact]
    [Trait("Category", "Long")]
    public void Tables_equal_the_reference() => Whole_tables_equal_the_reference(15);
}
