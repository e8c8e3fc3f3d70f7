using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain.State;

/// <summary>What makes two solutions the same: a solution may be used once, for a block or for a vote.</summary>
internal readonly record struct SolutionKey(PublicKey PublicKey, SectorIndex SectorIndex, PieceOffset PieceOffset, Bytes32 Chunk, SlotNumber Slot)
{
    public static SolutionKey Of(Solution solution, SlotNumber slot) =>
        new(solution.PublicKey, solution.SectorIndex, solution.PieceOffset, solution.Chunk, slot);

    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteFixed(PublicKey);
        writer.WriteUInt16(SectorIndex.Value);
        writer.WriteUInt16(PieceOffset.Value);
        writer.WriteFixed(Chunk);
        writer.WriteUInt64(Slot.Value);
    }
}
