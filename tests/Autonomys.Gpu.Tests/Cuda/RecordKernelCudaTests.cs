using Autonomys.Gpu.Tests.Shared;

namespace Autonomys.Gpu.Tests.Cuda;

public sealed class RecordKernelCudaTests() : RecordKernelTests(TestDevice.Cuda)
{
    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(20)]
    public void Record_equals_the_processor_s(int k) => Encoded_record_equals_the_processor_s(k);
}
