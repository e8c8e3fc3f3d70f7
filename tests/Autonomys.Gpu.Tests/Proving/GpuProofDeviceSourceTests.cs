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
        Assert.Equal(["The processor makes the proofs."], _notices);
        Assert.Empty(_warnings);
    }

    /// <summary>The network's K: half a minute for each proof on threads of the processor.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public void A_device_is_used_once_it_made_a_right_proof()
    {
        using IProofDevice? proving = Open(GpuBackend.CpuAccelerator);
        Assert.IsType<GpuProofDevice>(proving);
        Assert.Contains("its first one was right", Assert.Single(_notices), StringComparison.Ordinal);
        GoldenProof golden = GoldenProof.Make(Parameters.Value, 2);
        Assert.Equal(golden.Proof, proving.TryProve(golden.Record, SelfTest.Seed, golden.SBucket, CancellationToken.None));
        Assert.Null(proving.TryProve(golden.Record, SelfTest.Seed, Absent(golden), CancellationToken.None));
        Assert.Empty(_warnings);
    }

    private static SBucket Absent(GoldenProof golden)
    {
        HashSet<SBucket> present = [.. golden.Record.SBuckets];
        return Enumerable.Range(0, ushort.MaxValue + 1).Select(i => new SBucket((ushort)i)).First(sBucket => !present.Contains(sBucket));
    }

    private IProofDevice? Open(GpuBackend backend) => new GpuProofDeviceSource(backend).Open(Parameters.Value, 2, _notices.Add, _warnings.Add);
}
