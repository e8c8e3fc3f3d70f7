using System.Buffers.Binary;

namespace Autonomys.Proofs.Space;

/// <summary>A proof is 64 x values of K bits, one after another, first bit highest.</summary>
internal static class ProofPacking
{
    /// <param name="k">Bits of each value.</param>
    /// <param name="xs">64 values.</param>
    /// <param name="proof">8·K bytes, so that 64 values are a whole number of words of 64 bits.</param>
    public static void Pack(int k, ReadOnlySpan<uint> xs, Span<byte> proof)
    {
        ulong pending = 0;
        int pendingBits = 0;
        int written = 0;
        foreach (uint x in xs)
        {
            int missing = 64 - pendingBits;
            if (missing > k)
            {
                pending = (pending << k) | x;
                pendingBits += k;
                continue;
            }

            // The higher bits of x fill the word up, the others begin the next one. K is below 32: no shift is by 64.
            pendingBits = k - missing;
            BinaryPrimitives.WriteUInt64BigEndian(proof[written..], (pending << (missing - 1) << 1) | (x >> pendingBits));
            written += sizeof(ulong);
            pending = x & ((1u << pendingBits) - 1);
        }
    }
}
