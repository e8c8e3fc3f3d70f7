using System.Diagnostics.CodeAnalysis;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.ProofOfTime;
using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain.Blocks;

/// <summary>A farmer's vote: a solution within the voting range but not good enough for a block.</summary>
/// <param name="Height">Number of the block that would follow <paramref name="ParentHash"/>.</param>
/// <param name="ParentHash">The best block when the vote was made.</param>
/// <param name="Slot">Slot of the solution.</param>
/// <param name="Solution">The solution.</param>
/// <param name="ProofOfTime">Output of the slot.</param>
/// <param name="FutureProofOfTime">Output of the slot that lies the authoring delay later.</param>
internal sealed record Vote(
    uint Height, Bytes32 ParentHash, SlotNumber Slot, Solution Solution, PotOutput ProofOfTime, PotOutput FutureProofOfTime) : IScaleType<Vote>
{
    private const byte Version = 0;

    public static int MinEncodedSize => 1 + sizeof(uint) + Bytes32.Size + sizeof(ulong) + Solution.EncodedSize + (2 * PotOutput.Size);

    /// <summary>BLAKE2b-256 of the SCALE form: what the farm signs.</summary>
    public Bytes32 Hash() => BlockHashing.HashOf(this);

    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteByte(Version);
        writer.WriteUInt32(Height);
        writer.WriteFixed(ParentHash);
        writer.WriteUInt64(Slot.Value);
        writer.Write(Solution);
        writer.WriteFixed(ProofOfTime);
        writer.WriteFixed(FutureProofOfTime);
    }

    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out Vote value)
    {
        value = null;
        if (!reader.TryReadByte(out byte version) || version != Version
            || !reader.TryReadUInt32(out uint height)
            || !reader.TryReadFixed(out Bytes32 parentHash)
            || !reader.TryReadUInt64(out ulong slot)
            || !Solution.TryDecode(ref reader, out Solution? solution)
            || !reader.TryReadFixed(out PotOutput proofOfTime)
            || !reader.TryReadFixed(out PotOutput futureProofOfTime))
        {
            return false;
        }

        value = new(height, parentHash, new(slot), solution, proofOfTime, futureProofOfTime);
        return true;
    }
}

/// <summary>A vote with the signature of the farm that made it.</summary>
internal sealed record SignedVote(Vote Vote, RewardSignature Signature) : IScaleType<SignedVote>
{
    public static int MinEncodedSize => Vote.MinEncodedSize + RewardSignature.Size;

    public void EncodeTo(ScaleWriter writer)
    {
        writer.Write(Vote);
        writer.WriteFixed(Signature);
    }

    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out SignedVote value)
    {
        value = null;
        if (!Vote.TryDecode(ref reader, out Vote? vote) || !reader.TryReadFixed(out RewardSignature signature))
        {
            return false;
        }

        value = new(vote, signature);
        return true;
    }
}
