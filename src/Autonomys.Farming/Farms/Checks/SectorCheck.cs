using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Farming.Farms.Checks;

/// <summary>Reads a whole sector and compares it with its checksums and its metadata.</summary>
internal static class SectorCheck
{
    /// <summary>What is wrong with the sector; null when nothing is.</summary>
    /// <param name="sector">The bytes, by offsets of the sector.</param>
    /// <param name="metadata">What its record says.</param>
    /// <param name="scratch">A buffer of any size, used over and over.</param>
    public static string? FindProblem(ISectorReader sector, SectorMetadata metadata, Span<byte> scratch, CancellationToken cancellationToken)
    {
        ushort pieces = metadata.PiecesInSector;
        byte[] contentsMap = new byte[SectorLayout.ContentsMapSize(pieces)];
        Blake3Hasher hasher = Blake3Hasher.Create();
        long offset = 0;
        try
        {
            sector.ReadExactly(0, contentsMap);
            hasher.Update(contentsMap);
            offset = contentsMap.Length;
            long end = SectorLayout.ChecksumOffset(pieces);
            while (offset < end)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Span<byte> block = scratch[..(int)Math.Min(scratch.Length, end - offset)];
                sector.ReadExactly(offset, block);
                hasher.Update(block);
                offset += block.Length;
            }

            Span<byte> checksum = stackalloc byte[Blake3Hash.Size];
            sector.ReadExactly(end, checksum);
            SectorParseError mapError = SectorContentsMap.TryParse(contentsMap, pieces, out SectorContentsMap? map);
            if (!hasher.Finish().AsSpan().SequenceEqual(checksum))
            {
                return mapError == SectorParseError.None
                    ? "its checksum is wrong: chunks or record metadata are damaged"
                    : "its checksum and that of its contents map are wrong";
            }

            if (mapError != SectorParseError.None)
            {
                return $"its contents map is impossible ({mapError})";
            }

            // A record that vouches for another plotting of the sector: both are whole and do not belong together.
            return map!.SBucketSizes().AsSpan().SequenceEqual(metadata.SBucketSizes)
                ? null
                : "its metadata belongs to another plotting of the sector: the sizes of the s-buckets differ";
        }
        catch (IOException exception)
        {
            return $"it cannot be read at its byte {offset}: {exception.Message}";
        }
    }

    /// <summary>
    /// Fills a sector with zeros and the checksum of zeros: a disk that cannot read a place any more gives it a new one when it is written.
    /// </summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void Blank(Files.DirectIoFile plot, long start, ushort piecesInSector, Span<byte> scratch, CancellationToken cancellationToken)
    {
        scratch.Clear();
        Blake3Hasher hasher = Blake3Hasher.Create();
        long end = SectorLayout.ChecksumOffset(piecesInSector);
        for (long offset = 0; offset < end;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<byte> block = scratch[..(int)Math.Min(scratch.Length, end - offset)];
            plot.Write(start + offset, block);
            hasher.Update(block);
            offset += block.Length;
        }

        plot.Write(start + end, hasher.Finish().AsSpan());
    }
}
