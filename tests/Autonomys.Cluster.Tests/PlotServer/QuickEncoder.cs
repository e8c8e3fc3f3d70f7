using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Cluster.Tests.PlotServer;

/// <summary>Encodes at once and the same each time, into chunks that no proof is behind; a test may hold it.</summary>
internal sealed class QuickEncoder : IRecordEncoder
{
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private int _encoded;

    /// <summary>Records that were begun.</summary>
    public int Encoded => Volatile.Read(ref _encoded);

    public void Hold() => _open.Reset();

    public void LetGo() => _open.Set();

    public void Encode(Span<byte> record, PosSeed seed, Span<byte> bitfield, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _encoded);
        _open.Wait(cancellationToken);
        seed.AsSpan().CopyTo(record);

        // Every second s-bucket holds an encoded chunk: as many as a record has chunks.
        bitfield.Fill(0x55);
    }

    public void Dispose() => _open.Dispose();
}

/// <summary>A history of empty pieces.</summary>
internal sealed class EmptyPieces : IPieceSource
{
    public ValueTask<Piece?> GetPieceAsync(PieceIndex pieceIndex, CancellationToken cancellationToken) => new(new Piece());
}
