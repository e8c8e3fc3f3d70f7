using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Tests.Proving;

/// <summary>A device that answers with what it is given.</summary>
internal sealed class FakeProofDevice(ChunkProof? answer) : IProofDevice
{
    public bool IsDistrusted { get; private set; }

    public ChunkProof? TryProve(PlottedRecord record, PosSeed seed, SBucket sBucket, CancellationToken cancellationToken) => answer;

    public void Distrust() => IsDistrusted = true;

    public void Dispose()
    {
    }
}
