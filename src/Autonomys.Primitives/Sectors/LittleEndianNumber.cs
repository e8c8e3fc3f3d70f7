using System.Buffers.Binary;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Primitives.Sectors;

/// <summary>A hash read as a 256-bit little-endian number.</summary>
internal static class LittleEndianNumber
{
    /// <summary>The number modulo <paramref name="divisor"/>, which is not 0.</summary>
    public static ulong Modulo(Blake3Hash hash, ulong divisor)
    {
        UInt128 remainder = 0;
        for (int limb = 3; limb >= 0; limb--)
        {
            ulong digits = BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan()[(8 * limb)..]);
            // The remainder is below 2^64, so shifting it by one limb keeps within 128 bits.
            remainder = ((remainder << 64) | digits) % divisor;
        }

        return (ulong)remainder;
    }
}
