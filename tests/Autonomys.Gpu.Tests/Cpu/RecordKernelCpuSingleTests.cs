using Autonomys.Gpu.Tests.Shared;

namespace Autonomys.Gpu.Tests.Cpu;

/// <summary>A whole record of the network's size: minutes on a processor, even without other threads to wait for.</summary>
[Trait("Category", "Long")]
public sealed class RecordKernelCpuSingleTests() : RecordKernelTests(TestDevice.CpuSingle)
{
    [Fact]
    public void Record_of_the_network_equals_the_processor_s() => Encoded_record_equals_the_processor_s(20);
}
