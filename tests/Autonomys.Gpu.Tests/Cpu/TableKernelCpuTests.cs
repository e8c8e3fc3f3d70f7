using Autonomys.Gpu.Tests.Shared;

namespace Autonomys.Gpu.Tests.Cpu;

public sealed class TableKernelCpuTests() : TableKernelTests(TestDevice.Cpu)
{
    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    public void Tables_equal_the_reference(int k) => Whole_tables_equal_the_reference(k);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(17)]
    public void Larger_tables_equal_the_reference(int k) => Whole_tables_equal_the_reference(k);
}
