using System.Buffers.Binary;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Primitives.Solutions;

/// <summary>Arithmetic of solution ranges (protocol.md 4.1); the order of the integer operations is part of the protocol.</summary>
public static class SolutionRanges
{
    /// <summary>Range at which this many pieces are expected to win <paramref name="probabilityNumerator"/> of
    /// <paramref name="probabilityDenominator"/> slots.</summary>
    public static SolutionRange FromPieces(ulong pieces, ulong probabilityNumerator = 1, ulong probabilityDenominator = 6) =>
        new(RangeOfOnePiece(probabilityNumerator, probabilityDenominator) / pieces);

    /// <summary>Pieces that a range stands for; the reverse of <see cref="FromPieces"/>.</summary>
    public static ulong ToPieces(SolutionRange range, ulong probabilityNumerator = 1, ulong probabilityDenominator = 6) =>
        RangeOfOnePiece(probabilityNumerator, probabilityDenominator) / range.Value;

    /// <summary>Range of the next era: scaled by the slots that the era took over those expected, at most by 4 either way.</summary>
    public static SolutionRange DeriveNext(
        SlotNumber startSlot,
        SlotNumber currentSlot,
        SolutionRange current,
        uint eraDurationBlocks,
        ulong probabilityNumerator = 1,
        ulong probabilityDenominator = 6)
    {
        UInt128 slots = checked(currentSlot.Value - startSlot.Value);
        UInt128 scaled = SaturatingMultiply(SaturatingMultiply(current.Value, slots), probabilityNumerator)
            / eraDurationBlocks / probabilityDenominator;
        ulong next = scaled > ulong.MaxValue ? ulong.MaxValue : (ulong)scaled;
        ulong most = current.Value > ulong.MaxValue / 4 ? ulong.MaxValue : current.Value * 4;
        return new(Math.Clamp(next, current.Value / 4, most));
    }

    /// <summary>Distance on the circle of u64, the shorter way round.</summary>
    public static ulong BidirectionalDistance(ulong a, ulong b) => Math.Min(unchecked(a - b), unchecked(b - a));

    /// <summary>
    /// The distance of a chunk from the challenge when it is at most half the range, else null. The chunk is the masked one, as it lies on disk.
    /// </summary>
    public static ulong? IsWithinSolutionRange(
        Blake3Hash globalChallenge, ReadOnlySpan<byte> chunk, SectorSlotChallenge sectorSlotChallenge, SolutionRange solutionRange)
    {
        FixedBytes.RequireLength(chunk, RecordLayout.ScalarSize);
        Blake3Hash audited = Blake3.HashKeyed(sectorSlotChallenge.AsSpan(), chunk);
        ulong distance = BidirectionalDistance(
            BinaryPrimitives.ReadUInt64LittleEndian(globalChallenge.AsSpan()),
            BinaryPrimitives.ReadUInt64LittleEndian(audited.AsSpan()));
        return distance <= solutionRange.Value / 2 ? distance : null;
    }

    /// <summary>What a block with this range adds to the weight of its fork.</summary>
    public static ulong BlockForkWeight(SolutionRange solutionRange) => ulong.MaxValue - solutionRange.Value;

    // Half of all s-buckets are expected to be occupied, hence the ratio of s-buckets and chunks.
    private static ulong RangeOfOnePiece(ulong numerator, ulong denominator) =>
        checked(ulong.MaxValue / denominator * numerator / RecordLayout.ChunksPerRecord * RecordLayout.SBuckets);

    private static UInt128 SaturatingMultiply(UInt128 a, UInt128 b) =>
        b != 0 && a > UInt128.MaxValue / b ? UInt128.MaxValue : a * b;
}
