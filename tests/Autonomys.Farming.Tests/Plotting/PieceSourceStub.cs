using System.Collections.Concurrent;
using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Pieces;
using Autonomys.Testing;

namespace Autonomys.Farming.Tests.Plotting;

/// <summary>Pieces of labelled bytes, of which some may be missing, broken or slow for the first attempts.</summary>
internal sealed class PieceSourceStub : IPieceSource
{
    public ConcurrentDictionary<PieceIndex, int> Calls { get; } = new();

    /// <summary>The pieces that were given to be filled.</summary>
    public ConcurrentQueue<Piece> Filled { get; } = [];

    /// <summary>The answer to the n-th call for a piece, from 1; by default the piece.</summary>
    public Func<PieceIndex, int, Piece?> Answer { get; init; } = (index, _) => PieceOf(index);

    public static Piece PieceOf(PieceIndex index)
    {
        Piece piece = new(Vectors.Bytes($"stub-piece-{index}", Piece.Size));
        for (int i = 0; i < RecordLayout.ChunksPerRecord; i++)
        {
            piece.Record[i * 32] &= 0x3F;
        }

        return piece;
    }

    public async ValueTask<Piece?> GetPieceAsync(PieceIndex pieceIndex, CancellationToken cancellationToken)
    {
        int call = Calls.AddOrUpdate(pieceIndex, 1, (_, calls) => calls + 1);
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return Answer(pieceIndex, call);
    }

    public async ValueTask<bool> TryReadAsync(PieceIndex pieceIndex, Piece into, CancellationToken cancellationToken)
    {
        Filled.Enqueue(into);
        Piece? piece = await GetPieceAsync(pieceIndex, cancellationToken);
        piece?.Bytes.CopyTo(into.Bytes);
        return piece is not null;
    }
}
