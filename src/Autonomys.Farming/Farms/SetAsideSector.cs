using System.Buffers.Binary;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Farms;

/// <summary>A sector that is not farmed until it has been plotted again.</summary>
/// <param name="Index">Which one.</param>
/// <param name="Reason">What was found, with file and place.</param>
public sealed record SetAsideSector(SectorIndex Index, string Reason)
{
    private const int HistorySizeOffset = SectorMetadata.EncodedSize - Blake3Hash.Size - 8;

    /// <summary>
    /// The metadata record that says so on disk: valid checksum, no chunk in any s-bucket, history size 1, which is long expired.
    /// Every farmer of the network writes and replots such records.
    /// </summary>
    public static byte[] ToRecord(SectorIndex index, ushort piecesInSector)
    {
        byte[] record = new byte[SectorMetadata.EncodedSize];
        BinaryPrimitives.WriteUInt16LittleEndian(record, index.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(2), piecesInSector);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(HistorySizeOffset), 1);
        Blake3.Hash(record.AsSpan(0, SectorMetadata.EncodedSize - Blake3Hash.Size)).AsSpan().CopyTo(record.AsSpan(SectorMetadata.EncodedSize - Blake3Hash.Size));
        return record;
    }

    /// <summary>Whether a record says that its sector is set aside.</summary>
    public static bool IsRecord(ReadOnlySpan<byte> record) =>
        record.Length == SectorMetadata.EncodedSize
        && BinaryPrimitives.ReadUInt64LittleEndian(record[HistorySizeOffset..]) == 1
        && !record[4..HistorySizeOffset].ContainsAnyExcept((byte)0)
        && Blake3.Hash(record[..^Blake3Hash.Size]).AsSpan().SequenceEqual(record[^Blake3Hash.Size..]);
}
