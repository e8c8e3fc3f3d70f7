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

    /// <summary>
    /// The same into a piece of the caller's, who uses it again and again; false, with anything in it, when it cannot be had. Nothing
    /// writes into it any more when the task has ended, however it did. Sources that could read straight into it should.
    /// </summary>
    async ValueTask<bool> TryReadAsync(PieceIndex pieceIndex, Piece into, CancellationToken cancellationToken)
    {
        Piece? piece = await GetPieceAsync(pieceIndex, cancellationToken).ConfigureAwait(false);
        piece?.Bytes.CopyTo(into.Bytes);
        return piece is not null;
    }
}
