using System.Buffers.Binary;
using Autonomys.Cryptography.ChaCha;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Proofs.Space.Reference;

/// <summary>The functions that tables are made with, one entry at a time: the specification of the wide forms, and what verification uses.</summary>
internal static class PosFunctions
{
    /// <summary>f1: K bits of keystream at bit K·x, followed by the six highest bits of x.</summary>
    public static uint F1(int k, ReadOnlySpan<byte> seed, uint x)
    {
        uint bit = (uint)k * x;
        uint word = bit / 32;
        Span<uint> block = stackalloc uint[ChaCha8.WordsPerBlock];
        ChaCha8.Block(seed, word / ChaCha8.WordsPerBlock, block);
        int index = (int)(word % ChaCha8.WordsPerBlock);
        uint high = block[index];
        if (index == ChaCha8.WordsPerBlock - 1)
        {
            ChaCha8.Block(seed, (word / ChaCha8.WordsPerBlock) + 1, block);
            index = -1;
        }

        // The keystream is a string of bits, first bit highest; its bytes were read as little-endian words.
        ulong window = ((ulong)BinaryPrimitives.ReverseEndianness(high) << 32) | BinaryPrimitives.ReverseEndianness(block[index + 1]);
        uint partial = (uint)(window << (int)(bit % 32) >> (64 - k));
        return (partial << PosParameters.ExtensionBits) | (x >> (k - PosParameters.ExtensionBits));
    }

    /// <summary>The offset in the right bucket that matches offset <paramref name="leftOffset"/> of the left one, for target 0 ≤ m &lt; 64.</summary>
    /// <param name="parity">Index of the left bucket modulo 2.</param>
    public static uint Target(uint parity, uint leftOffset, uint m)
    {
        uint row = ((leftOffset / PosParameters.C) + m) % PosParameters.B;
        uint step = (2 * m) + parity;
        return (row * PosParameters.C) + (((step * step) + leftOffset) % PosParameters.C);
    }

    /// <summary>Whether two values, of neighbouring buckets or not, satisfy the matching condition.</summary>
    public static bool Matches(uint leftY, uint rightY)
    {
        // The specification of the network compares offsets only. That the buckets are neighbours is not asked here, nor in the network.
        uint parity = leftY / PosParameters.BucketSpan % 2;
        uint leftOffset = leftY % PosParameters.BucketSpan;
        uint rightOffset = rightY % PosParameters.BucketSpan;
        for (uint m = 0; m < PosParameters.Targets; m++)
        {
            if (Target(parity, leftOffset, m) == rightOffset)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// fn: BLAKE3 of the bit string y ‖ left ‖ right gives the next y in its first K + 6 bits. The next metadata is left ‖ right up to
    /// table 3, then the hash bits that follow y.
    /// </summary>
    public static (uint Y, UInt128 Metadata) Fn(int k, int table, uint y, UInt128 left, UInt128 right)
    {
        int yBits = PosParameters.YBits(k);
        int parentBits = PosParameters.MetadataBits(k, table - 1);
        int bits = PosParameters.MetadataBits(k, table);
        int inputBits = yBits + (2 * parentBits);

        UInt128 high = (UInt128)y << (128 - yBits);
        UInt128 low = 0;
        Place(left, 256 - yBits - parentBits, ref high, ref low);
        Place(right, 256 - inputBits, ref high, ref low);

        Span<byte> buffer = stackalloc byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(buffer, high);
        BinaryPrimitives.WriteUInt128BigEndian(buffer[16..], low);
        Blake3.Hash(buffer[..((inputBits + 7) / 8)], buffer);
        high = BinaryPrimitives.ReadUInt128BigEndian(buffer);
        low = BinaryPrimitives.ReadUInt128BigEndian(buffer[16..]);

        uint nextY = (uint)(high >> (128 - yBits));
        if (table <= 3)
        {
            return (nextY, (left << parentBits) | right);
        }

        return (nextY, bits == 0 ? 0 : ((high << yBits) | (low >> (128 - yBits))) >> (128 - bits));
    }

    /// <summary>Adds <paramref name="value"/> shifted left by <paramref name="shift"/> to a 256-bit number.</summary>
    private static void Place(UInt128 value, int shift, ref UInt128 high, ref UInt128 low)
    {
        if (shift >= 128)
        {
            high |= value << (shift - 128);
            return;
        }

        high |= shift == 0 ? 0 : value >> (128 - shift);
        low |= value << shift;
    }
}
