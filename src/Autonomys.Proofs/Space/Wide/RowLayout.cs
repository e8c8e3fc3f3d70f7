using System.Buffers.Binary;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>
/// Where the bits of a table's entries lie. A row is four words: y (K + 6 bits), metadata (at most 4·K bits) and, in the last 22 bits, the
/// position in creation order; first bit highest, so that y ‖ metadata is the beginning of what a match hashes.
/// </summary>
/// <remarks>All of it fits for K up to 20: 26 + 80 + 22 = 128 bits. The next table's rows are cut from input and hash without a shift.</remarks>
internal readonly struct RowLayout
{
    public const int RowSize = 16;
    public const int RowWords = 4;
    public const int PositionBits = 22;
    public const uint PositionMask = (1u << PositionBits) - 1;

    /// <summary>The largest K whose rows fit 16 bytes.</summary>
    public const int MaxK = 20;

    /// <summary>For table 1 to 6 the row that holds its entries; for 2 to 7 also how they are computed from those of the table before.</summary>
    public RowLayout(int k, int table)
    {
        int yBits = PosParameters.YBits(k);
        int bits = PosParameters.MetadataBits(k, table);
        YShift = 32 - yBits;
        RightWord = bits / 32;
        RightShift = bits % 32;
        MetadataMask0 = uint.MaxValue >> yBits;
        EntryMask3 = Word(Bits(0, yBits + bits), 3);
        InputBytes = (uint)((yBits + (2 * bits) + 7) / 8);
        if (k > MaxK || yBits + bits > 128 - PositionBits || InputBytes > 24)
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
        for (int i = 0; i < RowWords; i++)
        {
            HashMask[i] = BinaryPrimitives.ReverseEndianness(Word(hashMask, i));
            InputMask[i] = BinaryPrimitives.ReverseEndianness(Word(inputMask, i));
        }
    }

    /// <summary>A y is the first word of a row shifted right by this.</summary>
    public readonly int YShift;

    /// <summary>
    /// As the right entry of a match, metadata moves behind y ‖ left: by this many words and <see cref="RightShift"/> bits.
    /// </summary>
    public readonly int RightWord;

    public readonly int RightShift;

    /// <summary>Leaves the metadata of word 0.</summary>
    public readonly uint MetadataMask0;

    /// <summary>Clears the position in word 3.</summary>
    public readonly uint EntryMask3;

    /// <summary>Length of y ‖ left ‖ right in bytes.</summary>
    public readonly uint InputBytes;

    /// <summary>What of the hash belongs to the row, in the byte order of the hash.</summary>
    public readonly Words4 HashMask;

    /// <summary>What of the input belongs to the row, in the byte order of the hash.</summary>
    public readonly Words4 InputMask;

    /// <summary>Ones at <paramref name="count"/> bits from <paramref name="start"/>, counted from the highest.</summary>
    private static UInt128 Bits(int start, int count) =>
        count == 0 ? 0 : UInt128.MaxValue << (128 - count) >> start;

    private static uint Word(UInt128 row, int index) => (uint)(row >> (96 - (32 * index)));

    [System.Runtime.CompilerServices.InlineArray(RowWords)]
    public struct Words4
    {
        private uint _first;
    }
}
