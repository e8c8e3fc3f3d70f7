using System.Buffers.Binary;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>
/// Where the bits of a table's entries lie. A row is 16 bytes: y (K + 6 bits), metadata (at most 4·K bits) and, in the last 22 bits, the
/// position in creation order; first bit highest, so that the bytes of y ‖ metadata are the beginning of the BLAKE3 input of a match.
/// </summary>
/// <remarks>All of it fits for K up to 20: 26 + 80 + 22 = 128 bits. The next table's rows are cut from input and hash without a shift.</remarks>
internal readonly unsafe struct RowLayout
{
    public const int RowSize = 16;
    public const int PositionBits = 22;
    public const uint PositionMask = (1u << PositionBits) - 1;

    /// <summary>The largest K whose rows fit 16 bytes.</summary>
    public const int MaxK = 20;

    /// <summary>For table 1 to 6 the row that holds its entries; for 2 to 7 also how they are computed from those of the table before.</summary>
    public RowLayout(int k, int table)
    {
        YShift = 32 - PosParameters.YBits(k);
        int yBits = PosParameters.YBits(k);
        int bits = PosParameters.MetadataBits(k, table);

        // As the right entry of a match: metadata moves behind y ‖ left, which begins in word RightWord of the message.
        int rightStart = yBits + bits;
        RightWord = rightStart / 32;
        int offset = rightStart % 32;
        RightRotation = (yBits - offset + 128) % 128;
        UInt128 rightMask = Bits(offset, bits);
        RightMaskHigh = (ulong)(rightMask >> 64);
        RightMaskLow = (ulong)rightMask;
        LeftMaskWord3 = Word(Bits(0, yBits + bits), 3);
        InputBytes = (uint)((yBits + (2 * bits) + 7) / 8);
        if (k > MaxK || offset + bits > 96 || yBits + bits > 128 - PositionBits || InputBytes > 24)
        {
            throw new ArgumentOutOfRangeException(nameof(k), k, $"Rows of 16 bytes hold entries of K up to {MaxK}.");
        }

        if (table == 1)
        {
            return;
        }

        // As the result of a match: y is from the hash, metadata from the input up to table 3 and from the hash after that.
        UInt128 yMask = Bits(0, yBits);
        UInt128 metadataMask = Bits(yBits, bits);
        UInt128 hashMask = table <= 3 ? yMask : yMask | metadataMask;
        UInt128 inputMask = table <= 3 ? metadataMask : 0;
        for (int i = 0; i < 4; i++)
        {
            HashMask[i] = Word(hashMask, i);
            InputMask[i] = Word(inputMask, i);
        }
    }

    /// <summary>A y is the first big-endian word of a row shifted right by this.</summary>
    public readonly int YShift;

    public readonly int RightWord;
    public readonly int RightRotation;
    public readonly ulong RightMaskHigh;
    public readonly ulong RightMaskLow;

    /// <summary>Clears the position in word 3 of a left row.</summary>
    public readonly uint LeftMaskWord3;

    /// <summary>Length of y ‖ left ‖ right in bytes.</summary>
    public readonly uint InputBytes;

    public readonly Words4 HashMask;
    public readonly Words4 InputMask;

    /// <summary>Ones at <paramref name="count"/> bits from <paramref name="start"/>, counted from the highest.</summary>
    private static UInt128 Bits(int start, int count) =>
        count == 0 ? 0 : UInt128.MaxValue << (128 - count) >> start;

    /// <summary>Word <paramref name="index"/> as the message holds it, that is with the first bit of the row in the highest of byte 0.</summary>
    private static uint Word(UInt128 row, int index) => BinaryPrimitives.ReverseEndianness((uint)(row >> (96 - (32 * index))));

    [System.Runtime.CompilerServices.InlineArray(4)]
    public struct Words4
    {
        private uint _first;
    }
}
