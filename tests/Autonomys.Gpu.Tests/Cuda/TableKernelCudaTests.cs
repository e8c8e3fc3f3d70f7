using Autonomys.Gpu.Tests.Shared;

namespace Autonomys.Gpu.Tests.Cuda;

public sealed class TableKernelCudaTests() : TableKernelTests(TestDevice.Cuda)
{
    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(20)]
    public void Tables_equal_the_reference(int k) => Whole_tables_equal_the_reference(k);
}
