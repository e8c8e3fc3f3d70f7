using System.Diagnostics.CodeAnalysis;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.ProofOfTime;
using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain.Blocks;

/// <summary>The first digest item of a block: slot, solution and proofs of time by which it may exist.</summary>
/// <param name="Slot">The slot that the block claims.</param>
/// <param name="Solution">The winning solution.</param>
/// <param name="ProofOfTime">Output of that slot.</param>
/// <param name="FutureProofOfTime">Output of the slot that lies the authoring delay later.</param>
internal sealed record PreDigest(SlotNumber Slot, Solution Solution, PotOutput ProofOfTime, PotOutput FutureProofOfTime) : IScaleType<PreDigest>
{
    private const byte Version = 0;

    public static int MinEncodedSize => 2 + sizeof(ulong) + Solution.EncodedSize + (2 * PotOutput.Size);

    public DigestItem ToDigestItem() => new(DigestKind.PreRuntime, DigestItem.SubspaceEngine, Scale.Encode(this));

    /// <summary>The pre-digest of a header; null in genesis and in headers of other chains.</summary>
    public static PreDigest? Of(BlockHeader header)
    {
        DigestItem? item = header.Digest.FirstOrDefault(item => item is { Kind: DigestKind.PreRuntime, Engine: DigestItem.SubspaceEngine });
        return item is not null && Scale.TryDecode<PreDigest>(item.Data, out PreDigest? preDigest) ? preDigest : null;
    }

    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteByte(Version);
        writer.WriteUInt64(Slot.Value);
        writer.Write(Solution);
        writer.WriteByte(Version);
        writer.WriteFixed(ProofOfTime);
        writer.WriteFixed(FutureProofOfTime);
    }

    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out PreDigest value)
    {
        value = null;
        if (!reader.TryReadByte(out byte version) || version != Version
            || !reader.TryReadUInt64(out ulong slot)
            || !Solution.TryDecode(ref reader, out Solution? solution)
            || !reader.TryReadByte(out byte potVersion) || potVersion != Version
            || !reader.TryReadFixed(out PotOutput proofOfTime)
            || !reader.TryReadFixed(out PotOutput futureProofOfTime))
        {
            return false;
        }

        value = new(new(slot), solution, proofOfTime, futureProofOfTime);
        return true;
    }
}
