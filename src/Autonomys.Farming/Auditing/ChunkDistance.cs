using System.Buffers.Binary;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Farming.Auditing;

/// <summary>Distance of an audited chunk from the challenge (protocol.md 4.2).</summary>
internal static class ChunkDistance
{
    /// <param name="auditHash">BLAKE3 of the masked chunk, keyed by the sector's challenge; its first 8 bytes count.</param>
    /// <param name="globalChallenge">The slot's challenge; its first 8 bytes count.</param>
    public static ulong Of(ReadOnlySpan<byte> auditHash, Blake3Hash globalChallenge) => SolutionRanges.BidirectionalDistance(
        BinaryPrimitives.ReadUInt64LittleEndian(globalChallenge.AsSpan()), BinaryPrimitives.ReadUInt64LittleEndian(auditHash));
}
