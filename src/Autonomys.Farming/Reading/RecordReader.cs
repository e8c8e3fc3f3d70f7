using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Reading;

/// <summary>Reads what belongs to one record from a sector.</summary>
internal static class RecordReader
{
    private const int BlockSize = 1 << 20;

    /// <exception cref="SectorReadException">It cannot be read, or is corrupted.</exception>
    public static SectorContentsMap ReadContentsMap(SectorMetadata metadata, ISectorReader sector)
    {
        byte[] bytes = new byte[SectorLayout.ContentsMapSize(metadata.PiecesInSector)];
        Read(metadata, sector, 0, bytes, "the contents map");
        SectorParseError error = SectorContentsMap.TryParse(bytes, metadata.PiecesInSector, out SectorContentsMap? map);
        return map ?? throw new SectorReadException(
            SectorReadError.ContentsMap,
            metadata.SectorIndex,
            $"the contents map is corrupted ({error}). The sector has to be plotted again.");
    }

    /// <exception cref="SectorReadException">It cannot be read.</exception>
    public static RecordMetadata ReadMetadata(SectorMetadata metadata, ISectorReader sector, PieceOffset pieceOffset)
    {
        Span<byte> bytes = stackalloc byte[RecordMetadata.Size];
        long offset = SectorLayout.RecordMetadataOffset(metadata.PiecesInSector, pieceOffset);
        Read(metadata, sector, offset, bytes, "the metadata of record " + pieceOffset);
        return RecordMetadata.Read(bytes);
    }

    /// <summary>The chunks of a record, still masked.</summary>
    /// <exception cref="SectorReadException">They cannot be read, or the contents map is not that of the metadata.</exception>
    public static PlottedRecord ReadChunks(
        SectorMetadata metadata,
        SectorContentsMap map,
        ISectorReader sector,
        PieceOffset pieceOffset,
        RecordReadMode mode,
        CancellationToken cancellationToken)
    {
        PlottedRecord record = Locate(metadata, map, pieceOffset);
        try
        {
            if (mode == RecordReadMode.WholeSector)
            {
                ReadBlocks(metadata, sector, record, cancellationToken);
            }
            else
            {
                new ChunkRuns(sector, OffsetOf(metadata, 0), record, cancellationToken).Read();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw Unreadable(metadata, "the chunks of record " + pieceOffset, error);
        }

        return record;
    }

    private static PlottedRecord Locate(SectorMetadata metadata, SectorContentsMap map, PieceOffset pieceOffset)
    {
        PlottedRecord record = new(metadata.SectorIndex, pieceOffset);
        int[] positions = new int[RecordLayout.SBuckets];
        map.RecordPositions(pieceOffset, positions);
        uint bucketOffset = 0;
        int count = 0;
        for (int i = 0; i < RecordLayout.SBuckets; i++)
        {
            if (positions[i] >= 0)
            {
                if (positions[i] >= metadata.SBucketSizes[i])
                {
                    throw new SectorReadException(
                        SectorReadError.ContentsMap,
                        metadata.SectorIndex,
                        $"contents map and metadata disagree on s-bucket {i}. The sector has to be plotted again.");
                }

                SBucket sBucket = new((ushort)i);
                map.Contains(pieceOffset, sBucket, out record.Encoded[count]);
                record.SBuckets[count] = sBucket;
                record.Locations[count++] = bucketOffset + (uint)positions[i];
            }

            bucketOffset += metadata.SBucketSizes[i];
        }

        return record;
    }

    private static void ReadBlocks(SectorMetadata metadata, ISectorReader sector, PlottedRecord record, CancellationToken cancellationToken)
    {
        // One block at a time, so that a sector of a GiB does not need a GiB of memory.
        const uint ChunksPerBlock = BlockSize / RecordLayout.ScalarSize;
        byte[] block = new byte[BlockSize];
        uint chunks = (uint)metadata.PiecesInSector * RecordLayout.ChunksPerRecord;
        int next = 0;
        for (uint first = 0; first < chunks && next < record.Locations.Length; first += ChunksPerBlock)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sector.ReadExactly(OffsetOf(metadata, first), block);
            for (; next < record.Locations.Length && record.Locations[next] - first < ChunksPerBlock; next++)
            {
                block.AsSpan((int)(record.Locations[next] - first) * RecordLayout.ScalarSize, RecordLayout.ScalarSize)
                    .CopyTo(record.Bytes.AsSpan(next * RecordLayout.ScalarSize));
            }
        }
    }

    private static long OffsetOf(SectorMetadata metadata, uint location) =>
        SectorLayout.RecordChunksOffset(metadata.PiecesInSector) + ((long)location * RecordLayout.ScalarSize);

    private static void Read(SectorMetadata metadata, ISectorReader sector, long offset, Span<byte> destination, string what)
    {
        try
        {
            sector.ReadExactly(offset, destination);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw Unreadable(metadata, what, error);
        }
    }

    private static SectorReadException Unreadable(SectorMetadata metadata, string what, Exception error) =>
        new(SectorReadError.InputOutput, metadata.SectorIndex, $"{what} cannot be read: {error.Message}", error);
}
