using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Plotting;

/// <summary>
/// A sector ready to be written. Holds its encoded records, 1 MiB each, until disposed; the order of the plot is made while
/// writing, so that a second copy of the sector is never in memory.
/// </summary>
public sealed class EncodedSector : IDisposable
{
    private const int BlockSize = 1 << 20;

    private readonly RecordMemory _records;
    private readonly RecordMetadata[] _recordMetadata;

    internal EncodedSector(
        SectorId sectorId,
        SectorMetadata metadata,
        IReadOnlyList<PieceIndex> pieceIndexes,
        SectorContentsMap contentsMap,
        RecordMemory records,
        RecordMetadata[] recordMetadata)
    {
        SectorId = sectorId;
        Metadata = metadata;
        PieceIndexes = pieceIndexes;
        ContentsMap = contentsMap;
        _records = records;
        _recordMetadata = recordMetadata;
    }

    public SectorId SectorId { get; }

    /// <summary>What the farm keeps about the sector; written after the sector itself is safe on disk.</summary>
    public SectorMetadata Metadata { get; }

    public IReadOnlyList<PieceIndex> PieceIndexes { get; }

    public SectorContentsMap ContentsMap { get; }

    /// <summary>Bytes that <see cref="WriteTo(Stream, CancellationToken)"/> writes.</summary>
    public long Size => Metadata.SectorSize;

    /// <summary>Writes the sector in one pass, in blocks of a MiB, from the stream's position on.</summary>
    /// <returns>The checksum at its end.</returns>
    public Blake3Hash WriteTo(Stream output, CancellationToken cancellationToken = default)
    {
        ushort pieces = Metadata.PiecesInSector;
        Blake3Hasher hasher = Blake3Hasher.Create();

        byte[] contentsMap = new byte[SectorLayout.ContentsMapSize(pieces)];
        ContentsMap.Write(contentsMap);
        hasher.Update(contentsMap);
        output.Write(contentsMap);

        WriteSBuckets(output, ref hasher, cancellationToken);

        byte[] recordMetadata = new byte[SectorLayout.RecordMetadataSize(pieces)];
        for (int i = 0; i < pieces; i++)
        {
            _recordMetadata[i].Write(recordMetadata.AsSpan(i * RecordMetadata.Size));
        }

        hasher.Update(recordMetadata);
        output.Write(recordMetadata);
        Blake3Hash checksum = hasher.Finish();
        output.Write(checksum.AsSpan());
        return checksum;
    }

    /// <summary>The sector as an array; for small sectors, of fewer than 2,031 pieces in any case.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[Size];
        using MemoryStream stream = new(bytes);
        WriteTo(stream, CancellationToken.None);
        return bytes;
    }

    public void Dispose() => _records.Dispose();

    private void WriteSBuckets(Stream output, ref Blake3Hasher hasher, CancellationToken cancellationToken)
    {
        int pieces = Metadata.PiecesInSector;

        // Records hold their encoded chunks first, then the others, each in the order of s-buckets: two cursors per record.
        int[] nextEncoded = new int[pieces];
        int[] nextClear = new int[pieces];
        for (int i = 0; i < pieces; i++)
        {
            nextClear[i] = ContentsMap.EncodedChunks(new PieceOffset((ushort)i));
        }

        byte[] block = new byte[BlockSize];
        int filled = 0;
        for (int sBucket = 0; sBucket < RecordLayout.SBuckets; sBucket++)
        {
            for (int i = 0; i < pieces; i++)
            {
                if (!ContentsMap.Contains(new PieceOffset((ushort)i), new SBucket((ushort)sBucket), out bool encoded))
                {
                    continue;
                }

                int chunk = encoded ? nextEncoded[i]++ : nextClear[i]++;
                _records[i].Slice(chunk * RecordLayout.ScalarSize, RecordLayout.ScalarSize).CopyTo(block.AsSpan(filled));
                filled += RecordLayout.ScalarSize;
                if (filled == BlockSize)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    hasher.Update(block);
                    output.Write(block);
                    filled = 0;
                }
            }
        }

        // All chunks of a record are exactly one block, so nothing is left over.
        System.Diagnostics.Debug.Assert(filled == 0, "A sector has a whole number of MiB of chunks.");
    }
}
