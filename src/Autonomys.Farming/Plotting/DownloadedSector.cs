using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;

namespace Autonomys.Farming.Plotting;

/// <summary>The pieces of a sector in memory, 1 MiB each, before they are encoded. Owns that memory until encoded or disposed.</summary>
public sealed class DownloadedSector : IDisposable
{
    private RecordMemory? _records;

    internal DownloadedSector(
        SectorId sectorId, SectorIndex sectorIndex, HistorySize historySize, PieceIndex[] pieceIndexes, RecordMemory records)
    {
        SectorId = sectorId;
        SectorIndex = sectorIndex;
        HistorySize = historySize;
        PieceIndexes = pieceIndexes;
        Metadata = new RecordMetadata[pieceIndexes.Length];
        _records = records;
    }

    public SectorId SectorId { get; }

    public SectorIndex SectorIndex { get; }

    public HistorySize HistorySize { get; }

    /// <summary>The piece at each offset of the sector; a short history repeats pieces.</summary>
    public IReadOnlyList<PieceIndex> PieceIndexes { get; }

    public ushort PiecesInSector => (ushort)PieceIndexes.Count;

    internal RecordMetadata[] Metadata { get; }

    internal RecordMemory Records => _records ?? throw new ObjectDisposedException(nameof(DownloadedSector), "The sector was encoded or disposed.");

    public void Dispose() => TakeRecords()?.Dispose();

    /// <summary>Hands the memory over to the encoded sector.</summary>
    internal RecordMemory? TakeRecords() => Interlocked.Exchange(ref _records, null);
}
