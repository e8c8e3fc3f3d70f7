using Autonomys.Primitives.Pieces;

namespace Autonomys.Farming.Plotting;

/// <summary>Where a plotter gets pieces from; concurrent calls are allowed.</summary>
public interface IPieceSource
{
    /// <summary>
    /// A valid piece of history, or null when it cannot be had now, not even by reconstruction from other pieces of its
    /// segment, which is the source's part. The caller asks again later.
    /// </summary>
    ValueTask<Piece?> GetPieceAsync(PieceIndex pieceIndex, CancellationToken cancellationToken);
}
