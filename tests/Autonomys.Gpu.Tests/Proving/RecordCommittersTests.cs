using Autonomys.Archiving.Segments;
using Autonomys.Cryptography.Kzg;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Proving;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Gpu.Tests.Proving;

public sealed class RecordCommittersTests
{
    private static readonly Lazy<Kzg> Parameters = new(() => Kzg.Development());

    private readonly List<string> _notices = [];
    private readonly List<string> _warnings = [];

    [Fact]
    public void Without_devices_the_processor_commits_and_it_is_said()
    {
        using IRecordCommitter committer = Open(GpuBackend.None);
        Assert.IsType<CpuRecordCommitter>(committer);
        Assert.Equal(["The processor makes the commitments."], _notices);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_device_that_commits_right_is_used_and_its_commitments_are_the_processor_s()
    {
        using IRecordCommitter committer = Open(GpuBackend.CpuAccelerator);
        Assert.IsType<GpuRecordCommitter>(committer);
        Assert.Contains("its first one was right", Assert.Single(_notices), StringComparison.Ordinal);
        AssertAsProcessor(committer);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void What_a_device_does_not_commit_to_the_processor_does()
    {
        DevicePatience patience = new(TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(1));
        DeviceWorker<GpuCommitments>? worker = DeviceChoice.First(
            [ComputeDevice.OpenCpu()], new CommitmentWork(Parameters.Value), patience, _notices.Add, _warnings.Add);
        using GpuRecordCommitter committer = new(worker!, new CpuRecordCommitter(Parameters.Value, 1));
        AssertAsProcessor(committer);
        Assert.Contains("did not finish a commitment within", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    private static void AssertAsProcessor(IRecordCommitter committer)
    {
        Piece good = new();
        SelfTest.Record().CopyTo(good.Record);
        Piece bad = new();
        bad.Record.Fill(0xFF);
        int done = 0;
        Assert.Equal(
            [RecordCommitter.Commit(Parameters.Value, good.Record), null], committer.Commit([good, bad], count => done = count, CancellationToken.None));
        Assert.Equal(2, done);
    }

    private IRecordCommitter Open(GpuBackend backend) => RecordCommitters.Open(backend, Parameters.Value, 1, _notices.Add, _warnings.Add);
}
