using Autonomys.Farming.Plotting;
using Autonomys.Farming.Sectors;
using Autonomys.Farming.Space;
using Autonomys.Gpu.Devices;
using Autonomys.Primitives.Sectors;
using Autonomys.Testing;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Gpu.Tests.Devices;

/// <summary>What a plot-server gets for each backend.</summary>
public sealed class GpuEncoderSourceTests
{
    private const int K = 15;

    private readonly ErasureCode _coding = new(scale: 16);
    private readonly List<string> _notices = [];
    private readonly List<string> _warnings = [];

    [Fact]
    public void Records_go_through_self_test_kernels_and_comparison_to_the_processor_s_bytes()
    {
        using CpuRecordEncoder cpu = new(new CpuRecordProofs(K), _coding);
        IReadOnlyList<IRecordEncoder> encoders = Create(
            new GpuEncoderOptions { Backend = GpuBackend.CpuAccelerator, K = K, Concurrency = 2, CheckEvery = 2, CpuConcurrency = 1 });
        try
        {
            Assert.Equal(2, encoders.Count);
            for (int i = 0; i < 2; i++)
            {
                PosSeed seed = PosSeed.From(Vectors.Bytes($"gpu-source-{i}", PosSeed.Size));
                byte[] expected = SelfTest.Record();
                byte[] expectedBitfield = new byte[SectorLayout.BitfieldSize];
                cpu.Encode(expected, seed, expectedBitfield, CancellationToken.None);
                byte[] actual = SelfTest.Record();
                byte[] bitfield = new byte[SectorLayout.BitfieldSize];
                encoders[i].Encode(actual, seed, bitfield, CancellationToken.None);
                Assert.True(expected.AsSpan().SequenceEqual(actual));
                Assert.Equal(expectedBitfield, bitfield);
            }
        }
        finally
        {
            foreach (IRecordEncoder encoder in encoders)
            {
                encoder.Dispose();
            }
        }

        Assert.Contains("passed the self-test", Assert.Single(_notices), StringComparison.Ordinal);
        Assert.Empty(_warnings);
        Assert.Throws<ObjectDisposedException>(() => encoders[0].Encode(new byte[1], default, new byte[1], CancellationToken.None));
    }

    [Fact]
    public void Without_a_gpu_the_processor_encodes_and_that_is_said_once()
    {
        Assert.SkipUnless(ComputeDevices.Open(GpuBackend.Cuda, _warnings.Add).Count == 0, "There is a CUDA device.");
        IReadOnlyList<IRecordEncoder> encoders = Create(new GpuEncoderOptions { CpuConcurrency = 1 });
        Assert.IsType<CpuRecordEncoder>(Assert.Single(encoders)).Dispose();
        Assert.Contains("No GPU", Assert.Single(_notices), StringComparison.Ordinal);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_backend_that_was_asked_for_and_has_no_device_is_an_error_that_says_what_to_do()
    {
        Assert.SkipUnless(ComputeDevices.Open(GpuBackend.Cuda, _warnings.Add).Count == 0, "There is a CUDA device.");
        GpuException exception = Assert.Throws<GpuException>(() => Create(new GpuEncoderOptions { Backend = GpuBackend.Cuda }));
        Assert.Contains("nvidia-smi", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("1", 1)]
    [InlineData("12", 12)]
    public void Records_in_flight_come_from_the_environment(string? value, int? expected) =>
        Assert.Equal(expected, GpuEncoderOptions.ConcurrencyOfEnvironment(value));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("65")]
    public void Anything_else_is_refused_by_name(string value) => Assert.Contains(
        "GPU_CONCURRENCY=" + value,
        Assert.Throws<GpuException>(() => GpuEncoderOptions.ConcurrencyOfEnvironment(value)).Message,
        StringComparison.Ordinal);

    private IReadOnlyList<IRecordEncoder> Create(GpuEncoderOptions options) =>
        new GpuEncoderSource(options).Create(_coding, _notices.Add, _warnings.Add);
}
