using System.Buffers.Binary;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Farming.Farms.Caching;

/// <summary>What a slot of a piece cache holds.</summary>
public enum CacheSlot
{
    /// <summary>All zeros: nothing was ever written here.</summary>
    Empty,

    /// <summary>A piece whose checksum is right.</summary>
    Piece,

    /// <summary>Bytes whose checksum is wrong: damaged, or half written when the power went. Counts as empty.</summary>
    Damaged,
}

/// <summary>One cached piece on disk: piece index u64 little-endian, the piece, the BLAKE3 of both; all zeros mean empty.</summary>
internal static class PieceCacheElement
{
    public const int IndexSize = 8;

    /// <summary>1,048,712 bytes.</summary>
    public const int Size = IndexSize + RecordLayout.PieceSize + Blake3Hash.Size;

    private const int ChecksumOffset = Size - Blake3Hash.Size;

    /// <summary>Fills <see cref="Size"/> bytes.</summary>
    public static void Write(PieceIndex index, ReadOnlySpan<byte> piece, Span<byte> element)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(element, index.Value);
        piece.CopyTo(element[IndexSize..ChecksumOffset]);
        Blake3.Hash(element[..ChecksumOffset]).AsSpan().CopyTo(element[ChecksumOffset..]);
    }

    /// <summary>Checks <see cref="Size"/> bytes.</summary>
    public static CacheSlot Parse(ReadOnlySpan<byte> element, out PieceIndex index)
    {
        index = default;
        if (!element.ContainsAnyExcept((byte)0))
        {
            return CacheSlot.Empty;
        }

        if (!Blake3.Hash(element[..ChecksumOffset]).AsSpan().SequenceEqual(element[ChecksumOffset..]))
        {
            return CacheSlot.Damaged;
        }

        index = new PieceIndex(BinaryPrimitives.ReadUInt64LittleEndian(element));
        return CacheSlot.Piece;
    }

    /// <summary>The piece of a checked element.</summary>
    public static Piece ToPiece(ReadOnlySpan<byte> element) => new(element[IndexSize..ChecksumOffset].ToArray());
}
