using Autonomys.Archiving.Reconstruction;
using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.History;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Placement;
using Autonomys.Cluster.Transfer;
using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Cluster.FullPieceCache;

/// <summary>Pieces of the store; a damaged one is taken from another full cache, or made again from the others of its segment.</summary>
internal sealed class RepairedPieces(PieceStore store, ClusterContext context) : IPieceSource
{
    private static readonly TimeSpan PieceTimeout = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _reconstructing = new(1);
    private HistoryPieces? _reconstruction;

    /// <summary>The same with its hash, in pooled memory unless it had to be repaired.</summary>
    public async ValueTask<HashedBytes?> FindAsync(PieceIndex pieceIndex) =>
        store.ReadHashed(pieceIndex)
        ?? (await GetPieceAsync(pieceIndex, CancellationToken.None).ConfigureAwait(false) is { } piece ? HashedBytes.Of(piece.Memory) : null);

    /// <summary>A fragment made of a piece.</summary>
    public async ValueTask<HashedBytes?> FindFragmentAsync(PieceIndex pieceIndex, int fragment, int dataFragments, int parityFragments)
    {
        if (await FindAsync(pieceIndex).ConfigureAwait(false) is not { } piece)
        {
            return null;
        }

        FragmentCode code = new(dataFragments, parityFragments);
        if (code.Fragments == 1)
        {
            return piece;
        }

        using (piece)
        {
            PooledBytes made = PooledBytes.Rent(code.FragmentSize(Piece.Size));
            code.Encode(piece.Bytes.Span, fragment, made.Memory.Span);
            return HashedBytes.Of(made);
        }
    }

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

        return await CopyAsync(pieceIndex, cancellationToken).ConfigureAwait(false)
            ?? await ReconstructAsync(pieceIndex, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Piece?> CopyAsync(PieceIndex index, CancellationToken cancellationToken)
    {
        foreach (MemberInfo peer in context.Members.Of(MemberRole.FullPieceCache).Where(peer => peer.Serves(index.SegmentIndex)))
        {
            try
            {
                // Asking oneself would wait for this very call.
                if (peer.ProcessId == Environment.ProcessId && peer.Host == Environment.MachineName)
                {
                    continue;
                }

                Piece piece = new(await context.Transfer.GetAsync(
                    peer.Endpoint!, DataPlane.Piece(index.Value), Piece.Size, PieceTimeout, cancellationToken).ConfigureAwait(false));
                store.Repair(index, piece);
                context.Events.Report(new Warning($"Piece {index} in {store.Directory} was damaged: it was taken anew from {peer.Endpoint}."));
                return piece;
            }
            catch (TransferException)
            {
                // The next one, or reconstruction.
            }
        }

        return null;
    }

    private async Task<Piece?> ReconstructAsync(PieceIndex index, CancellationToken cancellationToken)
    {
        await _reconstructing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_reconstruction is null)
            {
                ChainResponse chain = await BusNodeClient.AskForChainAsync(context.Bus, cancellationToken).ConfigureAwait(false);
                PiecesReconstructor reconstructor = new(await context.KzgAsync(chain.ChainName!).ConfigureAwait(false), Environment.ProcessorCount);
                _reconstruction = new HistoryPieces(store, reconstructor, context.Events);
            }
        }
        catch (Exception exception) when (exception is Messaging.BusException or Node.Contract.NodeException)
        {
            context.Events.Report(new Warning(
                $"Piece {index} in {store.Directory} is damaged and is not made again yet, because no controller says what chain this is: {exception.Message}"));
            return null;
        }
        finally
        {
            _reconstructing.Release();
        }

        return await _reconstruction.GetPieceAsync(index, cancellationToken).ConfigureAwait(false);
    }
}
