using System.Buffers.Binary;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Cluster.Transfer;

/// <summary>Which fragment of which piece, and how the piece was split.</summary>
/// <param name="Piece">The piece.</param>
/// <param name="Fragment">Number of the fragment; data fragments come first.</param>
/// <param name="DataFragments">Fragments that restore the piece.</param>
/// <param name="ParityFragments">Fragments that may be missing.</param>
internal readonly record struct FragmentAddress(PieceIndex Piece, int Fragment, int DataFragments, int ParityFragments)
{
    /// <summary>Bytes of it in a stream: piece u64, then fragment, data and parity fragments u16 each, and two zeros; little-endian.</summary>
    public const int Size = 16;

    /// <summary>Whether such a fragment can be.</summary>
    public bool IsValid => DataFragments >= 1 && ParityFragments >= 0 && DataFragments + ParityFragments <= 256
        && Fragment >= 0 && Fragment < DataFragments + ParityFragments;

    public static FragmentAddress Read(ReadOnlySpan<byte> bytes) => new(
        new PieceIndex(BinaryPrimitives.ReadUInt64LittleEndian(bytes)),
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]),
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Piece.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[8..], (ushort)Fragment);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[10..], (ushort)DataFragments);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[12..], (ushort)ParityFragments);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[14..], 0);
    }

    /// <summary>BLAKE3(piece index u64 ‖ fragment number u64 ‖ BLAKE3(fragment)): tells the bytes, and that they are those of this place.</summary>
    public Blake3Hash Checksum(Blake3Hash hash)
    {
        Span<byte> numbers = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(numbers, Piece.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(numbers[8..], (ulong)Fragment);
        return Blake3.HashList(numbers, hash.AsSpan());
    }
}
