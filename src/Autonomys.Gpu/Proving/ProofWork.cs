using Autonomys.Cryptography.Kzg;
using Autonomys.Gpu.Devices;
using Autonomys.Proofs.Space;

namespace Autonomys.Gpu.Proving;

/// <summary>Proofs, one at a time: that takes a device milliseconds, and a process has few.</summary>
/// <param name="kzg">The chain's parameters.</param>
/// <param name="threads">Threads of the processor for the golden proof.</param>
internal sealed class ProofWork(Kzg kzg, int threads) : IDeviceWork<RecordProver>
{
    private GoldenProof? _golden;

    public string Noun => "proof";

    public int Lanes => 1;

    public long Size => RecordProver.SizeFor(PosParameters.NetworkK);

    public void Prepare()
    {
        kzg.Tables(Environment.ProcessorCount, CancellationToken.None);
        _golden = GoldenProof.Make(kzg, threads);
    }

    public RecordProver Open(ComputeDevice device, RecordProver? first) => new(device, kzg, PosParameters.NetworkK);

    public bool IsRight(RecordProver lane) =>
        GpuProofDevice.Prove(lane, _golden!.Record, SelfTest.Seed, _golden.SBucket, CancellationToken.None) == _golden.Proof;
}
