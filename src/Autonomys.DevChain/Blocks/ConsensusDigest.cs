using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain.Blocks;

/// <summary>The consensus items that every block carries, so that a light client can follow the chain by its headers.</summary>
internal static class ConsensusDigest
{
    private const byte PotSlotIterationsVariant = 0;
    private const byte SolutionRangeVariant = 1;
    private const byte PotParametersChangeVariant = 2;
    private const byte NextSolutionRangeVariant = 3;
    private const byte SegmentCommitmentVariant = 4;

    /// <summary>Iterations per slot, from the slot after the parent's on.</summary>
    public static DigestItem PotSlotIterations(uint iterations)
    {
        ScaleWriter writer = new();
        writer.WriteByte(PotSlotIterationsVariant);
        writer.WriteUInt32(iterations);
        return Consensus(writer);
    }

    /// <summary>Range of this block.</summary>
    public static DigestItem SolutionRange(SolutionRange range) => Range(SolutionRangeVariant, range);

    /// <summary>Range from the next block on.</summary>
    public static DigestItem NextSolutionRange(SolutionRange range) => Range(NextSolutionRangeVariant, range);

    /// <summary>Entropy that is mixed into the proof of time at a coming slot.</summary>
    public static DigestItem PotParametersChange(PotParametersChange change)
    {
        ScaleWriter writer = new();
        writer.WriteByte(PotParametersChangeVariant);
        writer.WriteUInt64(change.Slot.Value);
        writer.WriteUInt32(change.SlotIterations);
        writer.WriteFixed(change.Entropy);
        return Consensus(writer);
    }

    /// <summary>A segment that became part of the history with this block.</summary>
    public static DigestItem SegmentCommitment(SegmentHeader header)
    {
        ScaleWriter writer = new();
        writer.WriteByte(SegmentCommitmentVariant);
        writer.WriteUInt64(header.SegmentIndex.Value);
        writer.WriteFixed(header.SegmentCommitment);
        return Consensus(writer);
    }

    /// <summary>The farm's signature over the hash of the header without this item.</summary>
    public static DigestItem Seal(RewardSignature signature) => new(DigestKind.Seal, DigestItem.SubspaceEngine, signature.ToArray());

    private static DigestItem Range(byte variant, SolutionRange range)
    {
        ScaleWriter writer = new();
        writer.WriteByte(variant);
        writer.WriteUInt64(range.Value);
        return Consensus(writer);
    }

    private static DigestItem Consensus(ScaleWriter writer) => new(DigestKind.Consensus, DigestItem.SubspaceEngine, writer.ToArray());
}
