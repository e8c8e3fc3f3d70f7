using Autonomys.Gpu.Tests.Shared;

namespace Autonomys.Gpu.Tests.Cpu;

public sealed class RecordKernelCpuTests() : RecordKernelTests(TestDevice.Cpu)
{
    [Fact]
    public void Record_equals_the_processor_s() => Encoded_record_equals_the_processor_s(15);
}
