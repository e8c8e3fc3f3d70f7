using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Farming.Sectors;

/// <summary>
/// Where the regions of a plotted sector lie, in bytes: contents map, s-buckets, record metadata, checksum (protocol.md 4.5).
/// </summary>
/// <remarks>Sizes are <see cref="long"/>: a sector of more than 2,031 pieces does not fit an array.</remarks>
public static class SectorLayout
{
    /// <summary>Bitfield of one record in the contents map: one bit per s-bucket.</summary>
    public const int BitfieldSize = RecordLayout.SBuckets / 8;

    /// <summary>Contents map of one sector: a bitfield per record and the BLAKE3 of all of them.</summary>
    public static int ContentsMapSize(ushort piecesInSector) => (piecesInSector * BitfieldSize) + Blake3Hash.Size;

    /// <summary>All chunks of all s-buckets; there are exactly as many as the records have source chunks.</summary>
    public static long RecordChunksSize(ushort piecesInSector) => (long)piecesInSector * RecordLayout.RecordSize;

    /// <summary>Commitment, witness and piece checksum of every record.</summary>
    public static int RecordMetadataSize(ushort piecesInSector) => piecesInSector * RecordMetadata.Size;

    /// <summary>Offset of the first s-bucket.</summary>
    public static long RecordChunksOffset(ushort piecesInSector) => ContentsMapSize(piecesInSector);

    /// <summary>Offset of the metadata of the record at <paramref name="pieceOffset"/>.</summary>
    public static long RecordMetadataOffset(ushort piecesInSector, PieceOffset pieceOffset) =>
        RecordChunksOffset(piecesInSector) + RecordChunksSize(piecesInSector) + ((long)pieceOffset.Value * RecordMetadata.Size);

    /// <summary>Offset of the BLAKE3 of everything before it.</summary>
    public static long ChecksumOffset(ushort piecesInSector) =>
        RecordChunksOffset(piecesInSector) + RecordChunksSize(piecesInSector) + RecordMetadataSize(piecesInSector);

    /// <summary>The whole sector; 1,056,896,064 for 1,000 pieces.</summary>
    public static long SectorSize(ushort piecesInSector) => ChecksumOffset(piecesInSector) + Blake3Hash.Size;
}
