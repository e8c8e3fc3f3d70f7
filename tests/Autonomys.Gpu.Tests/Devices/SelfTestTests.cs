using Autonomys.Farming.Plotting;
using Autonomys.Farming.Space;
using Autonomys.Gpu.Devices;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Gpu.Tests.Devices;

public sealed class SelfTestTests
{
    /// <summary>The processor's encoder is checked against the sectors of the reference network; this ties the devices' golden record to it.</summary>
    [Fact]
    public void The_golden_record_is_what_the_processor_encodes()
    {
        using CpuRecordEncoder encoder = new(new CpuRecordProofs(), new ErasureCode(scale: 16));
        Assert.Equal(SelfTest.Expected, SelfTest.OnCpu(encoder));
    }
}
