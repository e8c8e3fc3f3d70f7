using Autonomys.Archiving.Reconstruction;
using Autonomys.Cluster.Events;
using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.History;

/// <summary>Pieces of the store; one that is damaged is made again from the others of its segment, and put back.</summary>
public sealed class HistoryPieces(PieceStore store, PiecesReconstructor reconstructor, IFarmerEvents events) : IPieceSource
{
    // Reconstruction holds half a segment in memory: one at a time.
    private readonly SemaphoreSlim _reconstructing = new(1);

    public async ValueTask<Piece?> GetPieceAsync(PieceIndex pieceIndex, CancellationToken cancellationToken)
    {
        if (store.Read(pieceIndex) is { } piece)
        {
            return piece;
        }

        if (!store.Contains(pieceIndex.SegmentIndex))
        {
            return null;
        }

        await _reconstructing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Whoever waited here may find it mended by the one before.
            return store.Read(pieceIndex)
                ?? await Task.Run(() => Reconstruct(pieceIndex, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _reconstructing.Release();
        }
    }

    private Piece? Reconstruct(PieceIndex pieceIndex, CancellationToken cancellationToken)
    {
        SegmentIndex segment = pieceIndex.SegmentIndex;
        Piece?[] known = new Piece?[SegmentLayout.Pieces];
        int count = 0;
        for (int position = 0; position < known.Length && count < SegmentLayout.RawRecords; position++)
        {
            known[position] = store.Read(PieceIndex.FromSegment(segment, position));
            count += known[position] is null ? 0 : 1;
        }

        try
        {
            Piece piece = reconstructor.ReconstructPiece(known, pieceIndex.Position, cancellationToken);
            store.Repair(pieceIndex, piece);
            events.Report(new Warning(
                $"Piece {pieceIndex} in {store.Directory} was damaged: it was made again from {count} other pieces of segment {segment} and put back."));
            return piece;
        }
        catch (ReconstructionException exception)
        {
            events.Report(new Warning($"Piece {pieceIndex} in {store.Directory} is damaged and cannot be made again: {exception.Message}"));
            return null;
        }
    }
}
