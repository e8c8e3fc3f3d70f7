using Autonomys.Archiving.Reconstruction;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Transfer;
using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.Pieces;

/// <summary>Pieces from whoever in the cluster serves them; one that nobody has is made again from 128 others of its segment.</summary>
/// <param name="context">The cluster.</param>
/// <param name="sharded">The sharded caches.</param>
/// <param name="shardedFirst">Whether they are read before any full cache.</param>
/// <param name="reconstructor">Makes missing pieces again.</param>
internal sealed class ClusterPieces(ClusterContext context, ShardedPieces sharded, bool shardedFirst, PiecesReconstructor reconstructor)
    : IPieceSource
{
    private const int ConcurrentPieces = 8;
    private static readonly TimeSpan PieceTimeout = TimeSpan.FromSeconds(20);

    // Reconstruction holds half a segment in memory: one at a time.
    private readonly SemaphoreSlim _reconstructing = new(1);

    public async ValueTask<Piece?> GetPieceAsync(PieceIndex pieceIndex, CancellationToken cancellationToken) =>
        await FindAsync(pieceIndex, cancellationToken).ConfigureAwait(false)
        ?? await ReconstructAsync(pieceIndex, cancellationToken).ConfigureAwait(false);

    public async ValueTask<bool> TryReadAsync(PieceIndex pieceIndex, Piece into, CancellationToken cancellationToken)
    {
        if (await FindAsync(pieceIndex, into, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        Piece? made = await ReconstructAsync(pieceIndex, cancellationToken).ConfigureAwait(false);
        made?.Bytes.CopyTo(into.Bytes);
        return made is not null;
    }

    private async Task<Piece?> FindAsync(PieceIndex index, CancellationToken cancellationToken)
    {
        Piece piece = new(GC.AllocateUninitializedArray<byte>(Piece.Size));
        return await FindAsync(index, piece, cancellationToken).ConfigureAwait(false) ? piece : null;
    }

    /// <summary>
    /// Full caches that want to be read, then the sharded ones, or the other way round; then the full caches that only fill the
    /// sharded ones, and last the controllers, which hold what is new.
    /// </summary>
    private async Task<bool> FindAsync(PieceIndex index, Piece into, CancellationToken cancellationToken)
    {
        MemberInfo[] peers = [.. context.Members.All.Where(member => member.Endpoint is not null && member.Serves(index.SegmentIndex))];
        MemberInfo[] visible = [.. peers.Where(peer => peer.Role == MemberRole.FullPieceCache && peer.Visible == true)];
        return (!shardedFirst && await FindAsync(index, visible, into, cancellationToken).ConfigureAwait(false))
            || await sharded.TryReadAsync(index, into.Memory, cancellationToken).ConfigureAwait(false)
            || await FindAsync(index, peers.Where(peer => peer.Role == MemberRole.FullPieceCache), into, cancellationToken).ConfigureAwait(false)
            || await FindAsync(index, peers.Where(peer => peer.Role == MemberRole.Controller), into, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> FindAsync(PieceIndex index, IEnumerable<MemberInfo> peers, Piece into, CancellationToken cancellationToken)
    {
        foreach (MemberInfo peer in peers.OrderBy(_ => Random.Shared.Next()))
        {
            try
            {
                await context.Transfer.GetAsync(
                    peer.Endpoint!, DataPlane.Piece(index.Value), into.Memory, PieceTimeout, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (TransferException exception)
            {
                if (!exception.IsAbsent)
                {
                    context.Events.Report(new Warning($"Piece {index} did not come from {peer.Role} {peer.Id}: {exception.Message}"));
                }
            }
        }

        return false;
    }

    private async Task<Piece?> ReconstructAsync(PieceIndex index, CancellationToken cancellationToken)
    {
        if (!context.Members.All.Any(member => member.Serves(index.SegmentIndex)))
        {
            return null;
        }

        await _reconstructing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Piece?[] known = new Piece?[SegmentLayout.Pieces];
            int count = 0;
            ParallelOptions parallel = new() { MaxDegreeOfParallelism = ConcurrentPieces, CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, known.Length, parallel, async (position, token) =>
            {
                if (position != index.Position && Volatile.Read(ref count) < SegmentLayout.RawRecords
                    && await FindAsync(PieceIndex.FromSegment(index.SegmentIndex, position), token).ConfigureAwait(false) is { } piece)
                {
                    known[position] = piece;
                    Interlocked.Increment(ref count);
                }
            }).ConfigureAwait(false);
            Piece made = await Task.Run(
                () => reconstructor.ReconstructPiece(known, index.Position, cancellationToken), cancellationToken).ConfigureAwait(false);
            context.Events.Report(new Warning($"Piece {index} is in no cache: it was made again from {count} others of its segment."));
            return made;
        }
        catch (ReconstructionException exception)
        {
            context.Events.Report(new Warning($"Piece {index} is in no cache and cannot be made again: {exception.Message}"));
            return null;
        }
        finally
        {
            _reconstructing.Release();
        }
    }
}
