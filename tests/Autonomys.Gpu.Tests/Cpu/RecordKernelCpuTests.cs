using Autonomys.Gpu.Tests.Shared;

namespace Autonomys.Gpu.Tests.Cpu;

public sealed class RecordKernelCpuTests() : RecordKernelTests(TestDevice.Cpu)
{
    [Theory]
    [InlineData(15)]
    [InlineData(17)]
    public void Record_equals_the_processor_s(int k) => Encoded_record_equals_the_processor_s(k);

    [Fact]
    [Trait("Category", "Long")]
    public void Record_of_the_network_equals_the_processor_s() => Encoded_record_equals_the_processor_s(20);
}
