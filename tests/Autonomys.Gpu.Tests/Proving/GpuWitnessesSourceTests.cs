using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Proving;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Proving;

namespace Autonomys.Gpu.Tests.Proving;

public sealed class GpuWitnessesSourceTests
{
    private static readonly Lazy<Kzg> Parameters = new(() => Kzg.Development());

    private readonly List<string> _notices = [];
    private readonly List<string> _warnings = [];

    [Fact]
    public void Without_devices_the_processor_makes_the_witnesses_and_it_is_said()
    {
        Assert.IsType<CpuChunkWitnesses>(Create(GpuBackend.None));
        Assert.Equal(["Witnesses are made on the processor."], _notices);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_backend_without_a_device_is_an_error_that_says_what_it_needs()
    {
        Assert.SkipWhen(ComputeDevices.Open(GpuBackend.OpenCl, _ => { }).Count > 0, "There is an OpenCL device here.");
        GpuException error = Assert.Throws<GpuException>(() => Create(GpuBackend.OpenCl));
        Assert.Contains("--gpu-backend opencl needs the vendor's OpenCL driver", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_device_is_used_once_it_made_a_right_witness()
    {
        IChunkWitnesses witnesses = Create(GpuBackend.CpuAccelerator);
        using (Assert.IsType<GpuChunkWitnesses>(witnesses))
        {
            Assert.Contains("makes witnesses; its first one was right", Assert.Single(_notices), StringComparison.Ordinal);
            Assert.Empty(_warnings);
        }
    }

    private IChunkWitnesses Create(GpuBackend backend) =>
        new GpuWitnessesSource(backend).Create(Parameters.Value, 2, _notices.Add, _warnings.Add);
}
