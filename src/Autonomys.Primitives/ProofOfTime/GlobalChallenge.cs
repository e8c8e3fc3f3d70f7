using System.Buffers.Binary;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Primitives.ProofOfTime;

/// <summary>The challenge that all farmers audit in a slot.</summary>
public static class GlobalChallenge
{
    /// <summary>BLAKE3 of the randomness and the slot number (u64, little-endian).</summary>
    public static Blake3Hash Derive(Blake3Hash globalRandomness, SlotNumber slot)
    {
        Span<byte> input = stackalloc byte[Blake3Hash.Size + sizeof(ulong)];
        globalRandomness.AsSpan().CopyTo(input);
        BinaryPrimitives.WriteUInt64LittleEndian(input[Blake3Hash.Size..], slot.Value);
        return Blake3.Hash(input);
    }
}
