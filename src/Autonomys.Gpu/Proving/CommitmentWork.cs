using Autonomys.Archiving.Segments;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Kzg;
using Autonomys.Gpu.Devices;

namespace Autonomys.Gpu.Proving;

/// <summary>Commitments to records, several at once: the last additions of each come one after another in few threads, and leave a device room.</summary>
/// <param name="kzg">The chain's parameters.</param>
internal sealed class CommitmentWork(Kzg kzg) : IDeviceWork<GpuCommitments>
{
    /// <summary>Lanes on a device.</summary>
    public const int Count = 4;

    private G1Affine? _golden;

    public string Noun => "commitment";

    public int Lanes => Count;

    public long Size => GpuCommitments.SizeFor(Lanes);

    public void Prepare()
    {
        kzg.Tables(Environment.ProcessorCount, CancellationToken.None);
        _golden = RecordCommitter.Commit(kzg, SelfTest.Record())
            ?? throw new InvalidOperationException("The golden record has a chunk that is no scalar.");
    }

    public GpuCommitments Open(ComputeDevice device, GpuCommitments? first) => new(device, kzg, first);

    public bool IsRight(GpuCommitments lane) => lane.Commit(SelfTest.Record()) == _golden;
}
