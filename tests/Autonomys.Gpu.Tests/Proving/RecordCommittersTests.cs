using Autonomys.Archiving.Segments;
using Autonomys.Cryptography.Bls12381.Curves;
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
        Assert.IsType<GpuRecordCommitter<GpuCommitments>>(committer);
        Assert.Contains("4 at once; its first one was right", Assert.Single(_notices), StringComparison.Ordinal);
        Piece[] pieces = Pieces(3);
        pieces[1].Record[0] = 0xFF;
        IReadOnlyList<G1Affine?> made = committer.Commit(pieces, null, CancellationToken.None);
        Assert.NotNull(made[0]);
        Assert.Null(made[1]);
        Assert.Equal(pieces.Select(piece => RecordCommitter.Commit(Parameters.Value, piece.Record)), made);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void All_lanes_commit_at_once_and_each_commitment_stands_at_its_piece()
    {
        FakeCommitmentWork work = new();
        FakeCommitter processor = new();
        using (IRecordCommitter committer = Open(work, processor))
        {
            AssertRight(committer, count: 9);
        }

        Assert.Equal(9, work.Committed);
        Assert.Equal(work.Lanes, work.Used);
        Assert.Equal(0, processor.Committed);
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public void What_a_device_does_not_commit_to_any_more_the_processor_does(int failing)
    {
        FakeCommitmentWork work = new() { Failing = failing };
        FakeCommitter processor = new();
        using IRecordCommitter committer = Open(work, processor);
        AssertRight(committer, count: 9);
        Assert.Equal(9, work.Committed + processor.Committed);
        Assert.InRange(work.Committed, 0, failing - 1);
        Assert.StartsWith("gpu 0 is gone. From now on the processor makes the commitments.", Assert.Single(_warnings), StringComparison.Ordinal);

        AssertRight(committer, count: 3);
        Assert.Equal(12, work.Committed + processor.Committed);
        Assert.Single(_warnings);
    }

    [Fact]
    public void A_device_that_commits_wrongly_is_found_out_and_nothing_of_that_call_counts()
    {
        const int Calls = GpuRecordCommitter<FakeCommitmentWork.Lane>.CheckEvery / 8;
        FakeCommitmentWork work = new() { Wrong = (8 * (Calls - 1)) + 3 };
        FakeCommitter processor = new();
        using IRecordCommitter committer = Open(work, processor);
        for (int i = 0; i < Calls - 1; i++)
        {
            AssertRight(committer, count: 8);
        }

        Assert.Equal(0, processor.Committed);
        AssertRight(committer, count: 8, isTwice: true);
        Assert.Equal(9, processor.Committed);
        Assert.Contains("made a wrong commitment", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    private static Piece[] Pieces(int count)
    {
        Piece[] pieces = [.. Enumerable.Range(0, count).Select(_ => new Piece())];
        for (int i = 0; i < count; i++)
        {
            SelfTest.Record().CopyTo(pieces[i].Record);
            pieces[i].Record[^1] = (byte)i;
        }

        return pieces;
    }

    private static void AssertRight(IRecordCommitter committer, int count, bool isTwice = false)
    {
        Piece[] pieces = Pieces(count);
        pieces[count - 2].Record[0] = 0xFF;
        List<int> done = [];
        IReadOnlyList<G1Affine?> made = committer.Commit(
            pieces,
            number =>
            {
                lock (done)
                {
                    done.Add(number);
                }
            },
            CancellationToken.None);
        Assert.Null(made[count - 2]);
        Assert.Equal(pieces.Select(piece => FakeCommitter.Commit(piece.Record)), made);
        Assert.Equal(isTwice ? Enumerable.Range(1, count).SelectMany(i => (int[])[i, i]) : Enumerable.Range(1, count), done.Order());
    }

    private GpuRecordCommitter<FakeCommitmentWork.Lane> Open(FakeCommitmentWork work, FakeCommitter processor)
    {
        DevicePatience patience = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        return new(DeviceChoice.First([ComputeDevice.OpenCpu()], work, patience, _notices.Add, _warnings.Add)!, processor);
    }

    private IRecordCommitter Open(GpuBackend backend) => RecordCommitters.Open(backend, Parameters.Value, 1, _notices.Add, _warnings.Add);
}
