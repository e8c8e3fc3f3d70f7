using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Proving;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Proving;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Gpu.Tests.Proving;

public sealed class GpuProofDeviceSourceTests
{
    private static readonly Lazy<Kzg> Parameters = new(() => Kzg.Development());

    private readonly List<string> _notices = [];
    private readonly List<string> _warnings = [];

    [Fact]
    public void Without_devices_the_processor_proves_and_it_is_said()
    {
        Assert.Null(Open(GpuBackend.None));
        Assert.Equal(["The processor proves."], _notices);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_backend_without_a_device_is_an_error_that_says_what_it_needs()
    {
        Assert.SkipWhen(ComputeDevices.Open(GpuBackend.OpenCl, _ => { }).Count > 0, "There is an OpenCL device here.");
        GpuException error = Assert.Throws<GpuException>(() => Open(GpuBackend.OpenCl));
        Assert.Contains("--gpu-backend opencl needs the vendor's OpenCL driver", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The network's K: half a minute for each proof on threads of the processor.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public void A_device_is_used_once_it_made_a_right_proof()
    {
        using IProofDevice? proving = Open(GpuBackend.CpuAccelerator);
        Assert.IsType<GpuProofDevice>(proving);
        Assert.Contains("its first proof was right", Assert.Single(_notices), StringComparison.Ordinal);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_device_that_hangs_while_proving_is_left_and_the_processor_goes_on()
    {
        ComputeDevice device = ComputeDevice.OpenCpu();
        using GpuProofDevice proving = new(device, Parameters.Value, 15, TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(1), _warnings.Add);
        Farming.Reading.PlottedRecord record = GpuProofDeviceSource.AsPlotted(SelfTest.Record(), [.. Enumerable.Repeat((byte)0xFF, 8192)]);

        Assert.Null(proving.TryProve(record, SelfTest.Seed, new SBucket(5), CancellationToken.None));
        Assert.Null(proving.TryProve(record, SelfTest.Seed, new SBucket(5), CancellationToken.None));

        string warning = Assert.Single(_warnings);
        Assert.Contains("did not finish a proof within", warning, StringComparison.Ordinal);
        Assert.Contains("From now on the processor proves", warning, StringComparison.Ordinal);
    }

    private IProofDevice? Open(GpuBackend backend) => new GpuProofDeviceSource(backend).Open(Parameters.Value, 2, _notices.Add, _warnings.Add);
}
